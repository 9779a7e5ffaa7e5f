import { deaf, hear } from "dom/bus.js";
import { word } from "dom/page.js";

/** <connection-word>: one quiet word about the line: live, catching up, without live updates, offline, … */
export class ConnectionWord extends HTMLElement {
  connectedCallback() {
    hear(this, { "live:state": (state) => this.show(state) });
  }

  disconnectedCallback() {
    deaf(this);
  }

  show(state) {
    this.dataset.state = state;
    this.textContent = word(`state-${state}`);
  }
}

customElements.define("connection-word", ConnectionWord);
