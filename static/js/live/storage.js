/** Strings this browser keeps: `local` until they are cleared, `session` for one tab. Where it keeps none, nothing breaks. */
class Kept {
  constructor(find) {
    this.find = find;
  }

  /** null where there is none. */
  get(name) {
    return this.attempt((storage) => storage.getItem(name)) ?? null;
  }

  /** Whether it is kept. */
  set(name, value) {
    return this.attempt((storage) => storage.setItem(name, value) ?? true) ?? false;
  }

  remove(name) {
    this.attempt((storage) => storage.removeItem(name));
  }

  /** Names that begin with `beginning`. */
  names(beginning) {
    return this.attempt((storage) => Object.keys(storage).filter((name) => name.startsWith(beginning))) ?? [];
  }

  /** Cookies switched off, a full disk: the browser throws, already when it is asked for the storage. */
  attempt(act) {
    try {
      return act(this.find());
    } catch {
      return undefined;
    }
  }
}

export const local = new Kept(() => globalThis.localStorage);
export const session = new Kept(() => globalThis.sessionStorage);
