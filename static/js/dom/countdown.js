import { plural } from "dom/page.js";

/** How long slow mode still lasts: a number on the button, a sentence under it. */
export class Countdown {
  constructor(number, why) {
    Object.assign(this, { number, why });
  }

  /** `wait` milliseconds from now, whatever becomes of the machine's clock meanwhile. */
  start(wait) {
    this.stop();
    const until = performance.now() + wait;
    const tick = () => {
      const left = Math.ceil((until - performance.now()) / 1000);
      this.number.textContent = left > 0 ? `(${left})` : "";
      this.why.hidden = left <= 0;
      if (left > 0) this.why.textContent = plural("slow", left);
      else this.stop();
    };
    this.clock = setInterval(tick, 1000);
    tick();
  }

  stop() {
    clearInterval(this.clock);
  }
}
