import { deaf, hear } from "dom/bus.js";

/** <thread-list>: the threads at the side. One that is answered moves up, counted; a post that gets its first answer joins them. */
export class ThreadList extends HTMLElement {
  connectedCallback() {
    hear(this, { "room:answered": (answered) => this.answered(answered) });
  }

  disconnectedCallback() {
    deaf(this);
  }

  /** `thread` is a number, `opener` the row of its first post where the page has it. */
  answered({ thread, opener }) {
    const link = this.querySelector(`[data-thread="${thread}"]`) ?? this.made(thread, opener);
    if (!link) return;
    const replies = link.querySelector("[data-slot=replies]");
    const number = Number(replies.dataset.n) + 1;
    replies.dataset.n = number;
    replies.textContent = number.toLocaleString(document.documentElement.lang);
    if (link.hasAttribute("data-pinned") || link.matches(":focus-within, :hover")) return;
    const above = this.querySelector("[data-thread]:not([data-pinned])");
    if (above !== link) this.insertBefore(link, above);
  }

  made(thread, opener) {
    if (opener?.dataset.state !== "shown") return null;
    const link = document.importNode(document.getElementById("thread-template").content.firstElementChild, true);
    link.href = link.getAttribute("href").replace("/threads/0/", `/threads/${thread}/`);
    link.dataset.thread = thread;
    const words = link.querySelector(".threads__words bdi");
    words.textContent = opener.beginning;
    words.lang = opener.slotted("words").lang;
    link.querySelector(".threads__by bdi").textContent = opener.slotted("name").textContent;
    this.querySelector("[data-slot=none]")?.remove();
    this.append(link);
    return link;
  }
}

customElements.define("thread-list", ThreadList);
