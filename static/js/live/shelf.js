const NAME = "solidaction";
const STORE = "outbox";
// In local storage while something may wait: pages that have no outbox of their own look for it (app.js).
const UNSENT = "unsent";

/** Where the outbox keeps its entries: IndexedDB, or this page's memory where the browser does not give it. */
export async function openShelf(indexedDB = globalThis.indexedDB) {
  try {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "key" });
    return new Shelf(await done(opening));
  } catch {
    return new MemoryShelf();
  }
}

/** A disk may fill up at any time; what it did not take is remembered, so that nothing is thought done that is not. */
class Shelf {
  unsaved = new Set();

  constructor(database) {
    this.database = database;
    // A newer page wants to change the shape: do not stand in its way.
    database.onversionchange = () => database.close();
  }

  async all() {
    return (await this.ask("readonly", (store) => store.getAll())) ?? [];
  }

  async put(entry) {
    mark();
    const saved = await this.ask("readwrite", (store) => store.put(entry));
    if (saved === undefined) this.unsaved.add(entry.key);
  }

  async remove(key) {
    this.unsaved.delete(key);
    await this.ask("readwrite", (store) => store.delete(key));
  }

  async has(key) {
    return this.unsaved.has(key) || (await this.ask("readonly", (store) => store.count(key))) !== 0;
  }

  /** The answer, or undefined where the database would not give one. */
  async ask(mode, question) {
    try {
      return await done(question(this.database.transaction(STORE, mode).objectStore(STORE)));
    } catch {
      return undefined;
    }
  }
}

function mark() {
  try {
    localStorage.setItem(UNSENT, "1");
  } catch {
    // No storage: what was not sent goes out when its room is opened.
  }
}

/** Nothing waits any more. */
export function emptied() {
  globalThis.localStorage?.removeItem(UNSENT);
}

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

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}
