/** One unfinished text for each person, room and thread, in this browser only. Another person never sees it. */
export class Drafts {
  constructor({ account, room, storage = storageOf() }) {
    Object.assign(this, { account, room, storage });
  }

  /** {text, parent, language} or null. `thread` is its number, or null outside a thread. */
  read(thread) {
    try {
      return JSON.parse(this.storage.getItem(this.name(thread)));
    } catch {
      return null;
    }
  }

  keep(thread, draft) {
    try {
      if (draft.text.trim()) this.storage.setItem(this.name(thread), JSON.stringify(draft));
      else this.storage.removeItem(this.name(thread));
    } catch {
      // No storage, or it is full: the text is still in the field.
    }
  }

  name(thread) {
    return `draft ${this.account} ${this.room} ${thread ?? ""}`;
  }
}

function storageOf() {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
