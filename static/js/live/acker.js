import { ack } from "live/wire.js";

// The server lets 20 messages a second through and keeps 256 KiB unacknowledged. Ten a second at most, in a flood
// or while catching up (the next page comes with the acknowledgement); one a second otherwise.
const MANY = 100;
const SOON = 100;
const CALM = 1000;
// A post reaches a thousand pages at once. Each waits a little more or less than a second, or all would answer at once.
const SPREAD = 500;

/** Acknowledges on one socket what has arrived on that socket; the server does not believe more than it has sent. */
export class Acker {
  constructor(send, clock, after, random = Math.random) {
    Object.assign(this, { send, clock, random, arrived: after, told: after, toldAt: -Infinity, timer: null });
    this.calm = this.#calm();
  }

  #calm() {
    return CALM + SPREAD * (2 * this.random() - 1);
  }

  /** Number `seq` has been applied or was here already. */
  have(seq) {
    this.arrived = Math.max(this.arrived, seq);
  }

  /** After each message: acknowledge it now or soon. Now needs no timer, and hidden pages have slow ones. */
  flush(behind) {
    if (this.arrived === this.told) return;
    const spacing = behind || this.arrived - this.told >= MANY ? SOON : this.calm;
    const wait = this.toldAt + spacing - this.clock.now();
    if (wait <= 0) return this.tell();
    if (this.timer !== null && this.spacing <= spacing) return;
    this.stop();
    this.spacing = spacing;
    this.timer = this.clock.setTimeout(() => this.tell(), wait);
  }

  /** Say it now; every heartbeat is answered, also when there is nothing new. */
  tell() {
    this.stop();
    this.told = this.arrived;
    this.toldAt = this.clock.now();
    this.calm = this.#calm();
    this.send(ack(this.arrived));
  }

  stop() {
    this.clock.clearTimeout(this.timer);
    this.timer = null;
  }
}
