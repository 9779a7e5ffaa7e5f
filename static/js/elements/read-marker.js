import { deaf, hear, tell } from "dom/bus.js";

const EVERY = 5000;

// What a person does who is there; a window left open does none of it.
const SIGNS = ["pointermove", "pointerdown", "wheel", "touchmove", "keydown"];
const LEAVING = ["blur", "pagehide"];

/** <read-marker>: remembers how far the reader has come: the last post on the screen when they last gave a sign of life. */
export class ReadMarker extends HTMLElement {
  connectedCallback() {
    this.told = 0;
    this.onScreen = new Set();
    // When a row came; those that came with the page came before anything was done on it.
    this.came = new WeakMap();
    this.eye = new IntersectionObserver((entries) => this.look(entries));
    for (const row of document.querySelectorAll("live-post[data-seq]")) this.eye.observe(row);
    hear(this, { "room:shown": ({ seq }) => this.watch(seq) });
    this.there = () => (this.signed = performance.now());
    this.there();
    for (const name of SIGNS) addEventListener(name, this.there, { passive: true, capture: true });
    this.timer = setInterval(() => this.tell(), EVERY);
    // Whoever goes was there until now; nobody asks again in five seconds.
    this.going = ({ type }) => this.tell(type === "blur");
    for (const name of LEAVING) addEventListener(name, this.going);
  }

  disconnectedCallback() {
    deaf(this);
    this.eye.disconnect();
    clearInterval(this.timer);
    for (const name of SIGNS) removeEventListener(name, this.there, { capture: true });
    for (const name of LEAVING) removeEventListener(name, this.going);
  }

  watch(seq) {
    const row = document.getElementById(`post-${seq}`);
    if (!row) return;
    this.came.set(row, performance.now());
    this.eye.observe(row);
  }

  look(entries) {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) this.onScreen.add(target);
      else this.onScreen.delete(target);
    }
  }

  /** What stands on the screen counts once somebody is there, also when it came while nobody was. */
  tell(left = false) {
    if (!left && (document.visibilityState !== "visible" || !document.hasFocus())) return;
    const read = [...this.onScreen].filter((row) => (this.came.get(row) ?? 0) <= this.signed);
    const seen = Math.max(0, ...read.map(({ dataset }) => Number(dataset.seq)));
    if (seen <= this.told) return;
    const asked = { seq: seen, taken: false };
    tell("room:read", asked);
    // Without a line it is told once there is one.
    if (asked.taken) this.told = seen;
  }
}

customElements.define("read-marker", ReadMarker);
