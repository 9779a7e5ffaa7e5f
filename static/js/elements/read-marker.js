import { deaf, hear, tell } from "dom/bus.js";

const EVERY = 5000;

/** <read-marker>: remembers how far the reader has come: the last post on the screen while the page is looked at. */
export class ReadMarker extends HTMLElement {
  connectedCallback() {
    this.told = 0;
    this.onScreen = new Set();
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
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) this.onScreen.add(target);
      else this.onScreen.delete(target);
    }
  }

  /** What stands on the screen counts once somebody looks at the page, also when it came while nobody did. */
  tell() {
    if (document.visibilityState !== "visible" || !document.hasFocus()) return;
    const seen = Math.max(0, ...[...this.onScreen].map(({ dataset }) => Number(dataset.seq)));
    if (seen <= this.told) return;
    this.told = seen;
    tell("room:read", seen);
  }
}

customElements.define("read-marker", ReadMarker);
