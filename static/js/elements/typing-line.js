import { deaf, hear } from "dom/bus.js";
import { plural, word } from "dom/page.js";

/** <typing-line>: who is about to speak, besides the reader. */
export class TypingLine extends HTMLElement {
  connectedCallback() {
    hear(this, { "live:typing": ({ data }) => this.show(data) });
  }

  disconnectedCallback() {
    deaf(this);
  }

  show({ people, more }) {
    const me = document.querySelector("live-room")?.dataset.me;
    const names = people.filter(({ handle }) => handle !== me).map(({ name }) => `\u2068${name}\u2069`);
    const others = names.length + more;
    if (!others) this.textContent = "";
    else if (others > 2) this.textContent = plural("typing-many", others);
    else this.textContent = word(`typing-${others}`, { one: names[0], other: names[1] });
  }
}

customElements.define("typing-line", TypingLine);
