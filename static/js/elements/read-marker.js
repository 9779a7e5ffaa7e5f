import { deaf, hear, tell } from "dom/bus.js";

const EVERY = 5000;

/** <read-marker>: remembers how far the reader has come: the last post on the screen while the page is looked at. */
export class ReadMarker extends HTMLElement {
  connectedCallback() {
    this.seen = this.told = 0;
    this.eye = new IntersectionObserver((entries) => this.look(entries));
    for (const row of document.querySelectorAll("live-post[data-seq]")) this.eye.observe(row);
    hear(this, { "room:shown": ({ seq }) => this.watch(seq) });
    this.timer = setInterval(() => this.tell(), EVERY);
  }

  disconnectedCallback() {
    deaf(this);
    this.eye.disconnect();
    clearInterval(this.timer);
  }

  watch(seq) {
    const row = document.getElementById(`post-${seq}`);
    if (row) this.eye.observe(row);
  }

  look(entries) {
    if (document.visibilityState !== "visible") return;
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) this.seen = Math.max(this.seen, Number(target.dataset.seq));
    }
  }

  tell() {
    if (this.seen <= this.told) return;
    this.told = this.seen;
    tell("room:read", this.seen);
  }
}

customElements.define("read-marker", ReadMarker);
