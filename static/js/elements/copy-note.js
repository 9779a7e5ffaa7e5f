import { deaf, hear } from "dom/bus.js";

/** <copy-note>: says that this page is a copy, and from when. The worker has written the time into the page. */
export class CopyNote extends HTMLElement {
  connectedCallback() {
    const { copied } = document.documentElement.dataset;
    this.hidden = !copied;
    if (!copied) return;
    this.querySelector("local-time").setAttribute("datetime", copied);
    // In a room a reader is where the debate was last, so that is where it is said that the copy ends.
    const stream = document.querySelector("[data-slot=stream]");
    if (stream && !stream.parentElement.contains(this)) return stream.after(this);
    // A room catches up by itself when the line is back.
    hear(this, { "live:state": (state) => ["live", "without-live"].includes(state) && (this.hidden = true) });
  }

  disconnectedCallback() {
    deaf(this);
  }
}

customElements.define("copy-note", CopyNote);
