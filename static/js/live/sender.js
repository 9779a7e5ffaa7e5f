import { commandOf, sizeOf } from "live/wire.js";

// The server closes a socket that brings more than 32 KiB at once; forms take more.
const LARGEST = 30 * 1024;
// A commit takes milliseconds; after this the answer was lost, and asking again with the same key is safe.
const PATIENCE = 20_000;

/** Carries entries of the outbox: over the socket while there is one, else through the same forms as without scripts. */
export class Sender {
  constructor({ connection, forms, clock }) {
    Object.assign(this, { connection, forms, clock, waiting: new Map() });
    connection.on("answer", (frame) => this.answered(frame));
    connection.on("lost", () => this.lost());
  }

  get ready() {
    return this.connection.ready;
  }

  /** The answer ({"ack", …} or {"error", …}), or null when nobody knows whether it arrived. */
  async deliver(entry) {
    if (!this.ready) return null;
    const command = commandOf(entry);
    if (!this.connection.speaking || sizeOf(command) > LARGEST) return this.forms.send(entry);
    return new Promise((resolve) => {
      const timer = this.clock.setTimeout(() => this.settle(entry.key, null), PATIENCE);
      this.waiting.set(entry.key, { resolve, timer });
      if (!this.connection.send(command)) this.settle(entry.key, null);
    });
  }

  answered(frame) {
    const key = frame.ack ?? frame.key;
    // An answer without a key is about a command the server could not read: the oldest that waits.
    this.settle(key ?? this.waiting.keys().next().value, frame);
  }

  lost() {
    for (const key of [...this.waiting.keys()]) this.settle(key, null);
  }

  settle(key, answer) {
    const waiting = this.waiting.get(key);
    if (!waiting) return;
    this.waiting.delete(key);
    this.clock.clearTimeout(waiting.timer);
    waiting.resolve(answer);
  }
}
