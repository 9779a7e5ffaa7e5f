import { clock as realClock } from "live/clock.js";
import { local } from "live/storage.js";

const NAME = "solidaction";
const STORE = "outbox";
// In local storage while something may wait: pages that have no outbox of their own look for it (app.js).
const UNSENT = "unsent";
// Milliseconds the browser has for an answer. After them its store counts as one that keeps nothing: some never answer,
// and nobody's words wait for that.
const PATIENCE = 1500;

/** Where the outbox keeps its entries: IndexedDB, and this page's memory for whatever the browser does not take. */
export function openShelf(indexedDB, clock = realClock) {
  return new Shelf(opened(indexedDB), clock);
}

async function opened(indexedDB) {
  // Where storage is forbidden, to look at it throws.
  const opening = (indexedDB ?? globalThis.indexedDB).open(NAME, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "key" });
  const database = await done(opening);
  // A newer page wants to change the shape: do not stand in its way.
  database.onversionchange = () => database.close();
  return database;
}

/** A disk may fill up at any time; what it did not take is remembered, so that nothing is thought done that is not. */
class Shelf {
  unsaved = new Set();
  silent = false;

  constructor(database, clock) {
    Object.assign(this, { database, clock });
    database.catch(() => {});
  }

  /** All entries; null where nobody knows. */
  async all() {
    return (await this.ask("readonly", (store) => store.getAll())) ?? null;
  }

  async put(entry) {
    mark();
    this.unsaved.add(entry.key);
    const saved = await this.ask("readwrite", (store) => store.put(entry));
    if (saved !== undefined) this.unsaved.delete(entry.key);
  }

  async remove(key) {
    this.unsaved.delete(key);
    await this.ask("readwrite", (store) => store.delete(key));
  }

  async has(key) {
    return this.unsaved.has(key) || (await this.ask("readonly", (store) => store.count(key))) !== 0;
  }

  /** The answer, or undefined where the database would not give one, or not in time. */
  async ask(mode, question) {
    const answer = this.answer(mode, question);
    // Asked all the same: what comes late is in order.
    if (this.silent) return undefined;
    let timer;
    const late = new Promise((resolve) => {
      timer = this.clock.setTimeout(() => resolve((this.silent = true) && undefined), PATIENCE);
    });
    const first = await Promise.race([answer, late]);
    this.clock.clearTimeout(timer);
    return first;
  }

  async answer(mode, question) {
    try {
      const database = await this.database;
      return await done(question(database.transaction(STORE, mode).objectStore(STORE)));
    } catch {
      return undefined;
    } finally {
      this.silent = false;
    }
  }
}

function mark() {
  // Without storage, what was not sent goes out when its room is opened.
  local.set(UNSENT, "1");
}

/** Nothing waits any more. */
export function emptied() {
  local.remove(UNSENT);
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}
