import { mark } from "dom/marks.js";
import { countryName, langOf } from "dom/names.js";
import { inLanguage } from "dom/worded.js";
import { textOf } from "dom/words.js";

// Milliseconds; a visitor of the home page looks for a moment and needs no line of their own.
const EVERY = 6000;
const LENGTH = 150;

/**
 * <now-live data-poll data-mandates data-epoch data-head data-pause data-resume>: around the card of the liveliest room; its latest words
 * move up as new ones are said. A press holds it still; a page nobody looks at, and one that saves data, asks for nothing.
 */
export class NowLive extends HTMLElement {
  connectedCallback() {
    if (navigator.connection?.saveData) return;
    this.head = Number(this.dataset.head);
    this.figures = [...this.querySelectorAll("figure")];
    if (!this.figures.length) return;
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "now__hold";
    this.button.addEventListener("click", () => this.hold(this.timer !== undefined));
    this.querySelector(".now").append(this.button);
    this.hold(false);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  hold(still) {
    clearInterval(this.timer);
    this.timer = still ? undefined : setInterval(() => this.ask(), EVERY);
    this.button.textContent = still ? this.dataset.resume : this.dataset.pause;
  }

  async ask() {
    if (document.visibilityState !== "visible") return;
    const query = new URLSearchParams({ after: this.head, epoch: this.dataset.epoch });
    const answer = await fetch(`${this.dataset.poll}?${query}`, { headers: { Accept: "application/json" } })
      .then((response) => (response.ok ? response.json() : null))
      .catch(() => null);
    if (!answer) return;
    if (answer.reload) return this.hold(true);
    const frames = answer.frames.map((frame) => (typeof frame === "string" ? JSON.parse(frame) : frame));
    for (const { kind, seq, data } of frames) {
      this.head = Math.max(this.head, seq ?? 0);
      if (kind === "post.said" && data.state === "shown" && data.html) this.say(seq, data);
      else if (kind === "room.reworded") this.reword(data);
      else if (["post.hidden", "post.withdrawn"].includes(kind)) this.querySelector(`figure[data-seq="${data.post}"]`)?.remove();
    }
  }

  /** What was said under another title does not stand under this one. */
  reword({ titles }) {
    this.querySelector(".now__title bdi").textContent = inLanguage(titles);
    for (const figure of this.querySelectorAll("figure")) figure.remove();
  }

  say(seq, { html, language, sector, name, mandate, organisation, country }) {
    const figure = document.createElement("figure");
    Object.assign(figure.dataset, { sector, seq });
    const words = document.createElement("blockquote");
    const text = textOf(html);
    Object.assign(words, { dir: "auto", lang: langOf(language), textContent: text.length > LENGTH ? `${text.slice(0, LENGTH - 1)}…` : text });
    const by = document.createElement("figcaption");
    const body = organisation && (mandate ? this.linked(mandate, organisation) : bdi(organisation));
    const parts = [bdi(name), body, country && bdi(countryName(country))].filter(Boolean);
    const said = parts.flatMap((part, place) => [place ? " · " : " ", part]);
    by.append(mark(sector), ...said);
    figure.append(words, by);
    const all = [...this.querySelectorAll("figure")];
    all.at(-1)?.after(figure) ?? this.querySelector(".now").insertBefore(figure, this.button);
    if (all.length >= this.figures.length) all[0].remove();
  }

  /** The name of a body, leading to the mandate as anybody can check it. */
  linked(mandate, organisation) {
    const link = document.createElement("a");
    link.dataset.mandate = "";
    link.href = this.dataset.mandates.replace("/0/", `/${mandate}/`);
    link.append(bdi(organisation));
    return link;
  }
}

function bdi(text) {
  const made = document.createElement("bdi");
  made.textContent = text;
  return made;
}

customElements.define("now-live", NowLive);
