import { Signal } from "live/signal.js";
import { clock as browserClock } from "live/clock.js";

// Milliseconds between two questions, give or take a fifth, so that not everyone asks at once.
const EVERY = 3000;
// A page that nobody looks at; shown again, it asks at once (connection.js).
const UNSEEN = 30_000;
const GIVE_UP = 15_000;
const NOT_HERE = 4504;

/** Asking every three seconds (every thirty where nobody looks), with the signals of a socket. `address()` gives the address for the next question. */
export class PollLine extends Signal {
  constructor(address, { fetch = globalThis.fetch, clock = browserClock, hidden } = {}) {
    super();
    Object.assign(this, { address, fetch, clock, hidden, opened: false, over: false });
    queueMicrotask(() => this.ask());
  }

  send() {
    return false;
  }

  close() {
    this.over = true;
    this.clock.clearTimeout(this.timer);
  }

  async ask() {
    if (this.over) return;
    const limit = new AbortController();
    const timer = this.clock.setTimeout(() => limit.abort(), GIVE_UP);
    try {
      const options = { headers: { Accept: "application/json" }, cache: "no-store", signal: limit.signal };
      const response = await this.fetch.call(undefined, this.address(), options);
      if (this.over) return;
      if (!response.ok) return this.end([401, 403, 404].includes(response.status) ? NOT_HERE : 1006);
      this.hear(await response.json());
    } catch {
      this.end(1006);
    } finally {
      this.clock.clearTimeout(timer);
    }
  }

  hear({ frames, reload, epoch, head, tally }) {
    if (this.over) return;
    if (!this.opened) {
      this.opened = true;
      this.signal("open");
    }
    const welcome = { kind: reload ? "reload" : "welcome", data: { epoch, head, tally } };
    const lines = frames.map((frame) => (typeof frame === "string" ? frame : JSON.stringify(frame)));
    this.signal("text", [JSON.stringify(welcome), ...lines].join("\n"));
    this.signal("position", { seq: head, tally });
    // A full page of answers: there is more, do not wait for it.
    const every = this.hidden() ? UNSEEN : EVERY;
    const wait = frames.length >= 200 ? 0 : every * (0.8 + 0.4 * this.clock.random());
    if (!this.over) this.timer = this.clock.setTimeout(() => this.ask(), wait);
  }

  end(code) {
    if (this.over) return;
    this.close();
    this.signal("closed", { code, opened: this.opened });
  }
}
