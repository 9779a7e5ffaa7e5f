import { deaf, hear, tell } from "dom/bus.js";
import { plural, word } from "dom/page.js";

const NAMED = ["government", "parliament", "authority", "society", "international"];

/** <new-pill>: how many posts the reader has not seen below, and from whom; a press leads there. */
export class NewPill extends HTMLElement {
  connectedCallback() {
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.addEventListener("click", () => tell("room:release"));
    this.replaceChildren(this.button);
    hear(this, { "room:held": (posts) => this.show(posts) });
  }

  disconnectedCallback() {
    deaf(this);
  }

  show(posts) {
    this.hidden = posts.length === 0;
    if (this.hidden) return;
    const counts = NAMED.map((sector) => [sector, posts.filter((post) => post.sector === sector).length]);
    const [sector, number] = counts.reduce((most, each) => (each[1] > most[1] ? each : most));
    const all = plural("new", posts.length);
    this.button.textContent = number ? word("new-from", { all, from: plural(`from-${sector}`, number) }) : all;
  }
}

customElements.define("new-pill", NewPill);
