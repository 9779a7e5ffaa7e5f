import { deaf, hear } from "dom/bus.js";
import { plural, word } from "dom/page.js";

// A screen reader is told at most once in this many milliseconds; more would drown everything else.
const EVERY = 5000;

/** <live-announcer role="status">: says what was posted; a single post by its words, several by their number. */
export class LiveAnnouncer extends HTMLElement {
  connectedCallback() {
    this.news = [];
    hear(this, {
      "room:shown": (frame) => this.add(frame),
      "live:post.hidden": ({ data }) => this.forget(data.post),
      "live:post.withdrawn": ({ data }) => this.forget(data.post),
      "room:noted": (words) => (this.textContent = words),
      "room:paused": (paused) => (this.silent = paused),
    });
  }

  disconnectedCallback() {
    deaf(this);
  }

  add({ seq, data }) {
    if (this.silent) return;
    this.news.push({ seq, name: data.name });
    this.timer ??= setTimeout(() => this.say(), this.saidAt && Date.now() - this.saidAt < EVERY ? EVERY : 300);
  }

  /** Words that are no longer shown are not said either, and do not stay where they were said. */
  forget(seq) {
    this.news = this.news.filter((one) => one.seq !== seq);
    if (this.said === seq) this.textContent = "";
  }

  say() {
    const news = this.news.splice(0);
    this.timer = null;
    if (!news.length) return;
    this.saidAt = Date.now();
    const [first] = news;
    this.said = first.seq;
    if (news.length === 1) this.read(first);
    else this.textContent = plural("new", news.length);
  }

  /** One post: its words in the voice of their language. */
  read({ seq, name }) {
    const said = document.querySelector(`#post-${seq} [data-slot=words]`);
    const words = document.createElement("span");
    words.lang = said?.lang ?? "";
    words.textContent = [...(said?.textContent.trim() ?? "")].slice(0, 200).join("");
    const [before, after] = word("said", { name, words: "\0" }).split("\0");
    this.replaceChildren(before, words, after);
  }
}

customElements.define("live-announcer", LiveAnnouncer);
