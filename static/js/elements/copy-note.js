import { deaf, hear } from "dom/bus.js";

/** <copy-note>: says that this page is a copy, and from when. The worker has written the time into the page. */
export class CopyNote extends HTMLElement {
  connectedCallback() {
    const { copied } = document.documentElement.dataset;
    this.hidden = !copied;
    if (copied) this.querySelector("local-time").setAttribute("datetime", copied);
    // A room catches up by itself when the line is back.
    hear(this, { "live:state": (state) => ["live", "without-live"].includes(state) && (this.hidden = true) });
  }

  disconnectedCallback() {
    deaf(this);
  }
}

customElements.define("copy-note", CopyNote);
