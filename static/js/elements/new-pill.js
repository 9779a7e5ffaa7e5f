import { deaf, hear, tell } from "dom/bus.js";
import { plural, word } from "dom/page.js";

const NAMED = ["government", "parliament", "authority", "society", "international"];

/** <new-pill>: for who reads above the end. How many posts they have not seen below, and from whom: a press leads to the first.
 * Without any, an arrow that leads to the end. */
export class NewPill extends HTMLElement {
  connectedCallback() {
    Object.assign(this, { posts: [], atEnd: true, spoke: false });
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.addEventListener("click", () => tell("room:onward"));
    this.replaceChildren(this.button);
    hear(this, {
      "room:held": (posts) => this.show({ posts }),
      "room:at-end": (atEnd) => this.show(atEnd ? { atEnd, spoke: false } : { atEnd }),
      "room:spoke": () => this.show({ spoke: true }),
    });
  }

  disconnectedCallback() {
    deaf(this);
  }

  show(news) {
    Object.assign(this, news);
    const told = this.words();
    this.hidden = this.atEnd && !this.posts.length;
    this.toggleAttribute("data-arrow", !told);
    this.button.textContent = told || "↓";
    if (told) this.button.removeAttribute("aria-label");
    else this.button.setAttribute("aria-label", word("to-newest"));
  }

  words() {
    const { posts } = this;
    if (!posts.length) return this.spoke ? word("spoke-below") : "";
    const counts = NAMED.map((sector) => [sector, posts.filter((post) => post.sector === sector).length]);
    const [sector, number] = counts.reduce((most, each) => (each[1] > most[1] ? each : most));
    const all = plural("new", posts.length);
    return number ? word("new-from", { all, from: plural(`from-${sector}`, number) }) : all;
  }
}

customElements.define("new-pill", NewPill);
