import { deaf, hear } from "dom/bus.js";
import { plural, word } from "dom/page.js";

/** <presence-line>: how many are here, in a sentence; data-few says what stands there while they are fewer than are told. */
export class PresenceLine extends HTMLElement {
  connectedCallback() {
    hear(this, { "live:presence": ({ data }) => this.show(data) });
  }

  disconnectedCallback() {
    deaf(this);
  }

  show({ total, countries }) {
    if (!total) {
      this.textContent = this.dataset.few;
      return;
    }
    const from = Object.keys(countries).length;
    const people = plural("here", total);
    this.textContent = from > 1 ? word("here-from", { people, countries: plural("countries", from) }) : people;
  }
}

customElements.define("presence-line", PresenceLine);
