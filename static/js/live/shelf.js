const NAME = "solidaction";
const STORE = "outbox";

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

class Shelf {
  constructor(database) {
    this.database = database;
    // A newer page wants to change the shape: do not stand in its way.
    database.onversionchange = () => database.close();
  }

  all() {
    return this.ask("readonly", (store) => store.getAll());
  }

  put(entry) {
    return this.ask("readwrite", (store) => store.put(entry));
  }

  remove(key) {
    return this.ask("readwrite", (store) => store.delete(key));
  }

  async has(key) {
    return (await this.ask("readonly", (store) => store.count(key))) > 0;
  }

  ask(mode, question) {
    return done(question(this.database.transaction(STORE, mode).objectStore(STORE)));
  }
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
