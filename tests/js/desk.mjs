// One person's outbox, with a line on which a test answers by hand.
import "./setup.mjs";
import { Clock, settled } from "./browser.mjs";

const { openShelf } = await import("live/shelf.js");
const { Outbox } = await import("live/outbox.js");

export { openShelf };

/** A store that answers at once; tabs of one browser share it. */
export class MemoryShelf {
  kept = new Map();

  async all() {
    return [...this.kept.values()].map((entry) => structuredClone(entry));
  }

  async put(entry) {
    this.kept.set(entry.key, structuredClone(entry));
  }

  async remove(key) {
    this.kept.delete(key);
  }

  async has(key) {
    return this.kept.has(key);
  }
}

export const said = (text) => ({ text, parent: null, language: "", mandate: null });

/** {outbox, shelf, clock, sender, tries, heard, answer(try, "ack" | error | null)}; tabs of one browser share a shelf. */
export function desk({ shelf = new MemoryShelf(), account = "ana", room = "water", clock = new Clock(), ahead, shown } = {}) {
  const tries = [];
  const sender = {
    ready: true,
    deliver: (entry) => new Promise((resolve) => tries.push({ entry, key: entry.key, text: entry.fields.text, resolve })),
  };
  const outbox = new Outbox({ shelf, sender, account, room, clock, ahead, shown });
  const heard = [];
  outbox.on("changed", ({ state }) => heard.push(state)).on("sent", () => heard.push("sent"));
  outbox.on("gone", () => heard.push("gone"));
  const answer = (index, given) => {
    const { key, resolve } = tries[index];
    resolve(given === "ack" ? { ack: key, seq: 100 + index } : given && { error: given, key });
    return settled();
  };
  return { outbox, shelf, clock, sender, tries, heard, answer };
}
