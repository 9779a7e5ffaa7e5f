import { local, session } from "live/storage.js";

// Milliseconds: what nobody came back to for so long is let go.
const KEPT = 30 * 24 * 3600 * 1000;

/**
 * Unfinished texts for each person, room and thread, in this browser only; another person never sees them. Every tab
 * keeps its own, so that none overwrites another's; a tab without one takes up the newest that was left.
 */
export class Drafts {
  // What this tab took up from another: {name, text}. It goes with what became of it.
  taken = null;

  constructor({ account, room, storage = local, tab = session, now = Date.now, channel = opened() }) {
    Object.assign(this, { account, room, storage, now, channel, session: tab });
    this.sweep();
    this.call(tab.get("tab") ?? newTab());
    this.heard = () => {};
    // A tab that was duplicated has the other's name: whoever was there first keeps it.
    this.asking = true;
    channel?.addEventListener("message", ({ data }) => {
      if (data.ask === this.tab) {
        this.asking = false;
        channel.postMessage({ taken: this.tab });
      } else if (this.asking && data.taken === this.tab) {
        this.call(newTab());
      } else if (data.sent) this.heard(data);
    });
    channel?.postMessage({ ask: this.tab });
  }

  /**
   * {text, parent, answers, shown, language, mandate} or null: with what it was begun under. `thread` is its number, or null
   * outside a thread. Whoever came to answer post `chosen` takes up no words that another tab holds for another place.
   */
  read(thread, chosen = null) {
    const own = this.own(thread);
    if (own) return own;
    const others = this.others(thread).filter(([, { parent }]) => !chosen || parent === chosen);
    const [newest] = others.sort(([, one], [, other]) => other.at - one.at);
    if (!newest) return null;
    this.taken = { name: newest[0], text: newest[1].text };
    return newest[1];
  }

  call(tab) {
    this.tab = tab;
    this.session.set("tab", tab);
  }

  /** Something else is begun here: what this tab kept waits as that of a closed one does. */
  leave(thread) {
    if (this.own(thread)) this.call(newTab());
  }

  /** What this tab kept. */
  own(thread) {
    return this.parsed(this.name(thread));
  }

  keep(thread, { text, ...under }) {
    if (text.trim()) {
      const kept = this.storage.set(this.name(thread), JSON.stringify({ text, ...under, at: this.now() }));
      // Without storage, or when it is full, the text is in the field, and an older one must not come back over it.
      if (!kept) this.storage.remove(this.name(thread));
      return kept;
    }
    // Put aside, not sent: whoever had it before has it still.
    this.taken = null;
    return this.storage.remove(this.name(thread));
  }

  /** `text` is in the outbox as an answer to `parent`: it is no draft any more, in no tab that still has exactly this. */
  sent(thread, text, parent = null) {
    const { name: from, text: began } = this.taken ?? {};
    for (const [name, draft] of this.others(thread)) {
      if ((draft.text === text && draft.parent === parent) || (name === from && draft.text === began)) this.storage.remove(name);
    }
    this.taken = null;
    this.storage.remove(this.name(thread));
    this.channel?.postMessage({ sent: this.beginning(thread), text, parent });
  }

  /** Call `hear` when another tab has sent `text`, an answer to `parent`, from the same room or thread. */
  elsewhere(thread, hear) {
    this.heard = ({ sent, text, parent }) => sent === this.beginning(thread) && hear(text, parent);
  }

  close() {
    this.channel?.close();
  }

  /** [name, draft] of the other tabs, open or not. */
  others(thread) {
    const names = this.storage.names(this.beginning(thread)).filter((name) => name !== this.name(thread));
    return names.map((name) => [name, this.parsed(name)]).filter(([, draft]) => draft);
  }

  /** Whoever never comes back to a room does not leave words in this browser for ever, for whoever sits at it next. */
  sweep() {
    for (const name of this.storage.names("draft ")) {
      if (!(this.now() - this.parsed(name)?.at < KEPT)) this.storage.remove(name);
    }
  }

  parsed(name) {
    try {
      return JSON.parse(this.storage.get(name));
    } catch {
      return null;
    }
  }

  beginning(thread) {
    return `draft ${this.account} ${this.room} ${thread ?? ""} `;
  }

  name(thread) {
    return this.beginning(thread) + this.tab;
  }
}

const newTab = () => Math.random().toString(36).slice(2, 10);

function opened() {
  return globalThis.document && globalThis.BroadcastChannel ? new BroadcastChannel("drafts") : null;
}
