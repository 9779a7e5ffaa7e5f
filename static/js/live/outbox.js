import { pause } from "live/backoff.js";
import { Signal } from "live/signal.js";
import { newKey } from "live/wire.js";

// Refusals that only ask for time; the entry stays and is sent again by itself.
const PASSING = new Set(["busy", "too_fast"]);
// Milliseconds; a machine that slept notices within this that the time has come.
const LONGEST_SLEEP = 60_000;

/**
 * What a person did, until the server has said that it is done. An entry is {key, do, fields, account, room, order,
 * state: "waiting" | "sending" | "refused", error, notBefore, wait}. Its key is made before the first try and never changes,
 * so sending twice, from two tabs or after a reload, does it once.
 *
 * Signals: "changed" (entry), "sent" ({entry, answer}), "gone" (entry, discarded or finished elsewhere), "reworded" and
 * "parent_changed" (entry, refused just now because the room, or the post it answers, is another than when it was written).
 */
export class Outbox extends Signal {
  constructor({ shelf, sender, account, room, clock, ahead = () => 0, shown = () => "", key = newKey }) {
    super();
    Object.assign(this, { shelf, sender, account, room, clock, ahead, shown, key, entries: [], order: 0, opening: false });
  }

  /** Take up what was left by an earlier page. Another person's words on the same machine stay untouched. */
  async open() {
    // Nothing new overtakes what was said before.
    this.opening = true;
    const all = (await this.shelf.all()) ?? [];
    const kept = all.filter(({ account, room }) => account === this.account && room === this.room);
    // What was added while the shelf was read is here already.
    const left = kept.filter(({ key }) => !this.find(key)).sort((one, other) => one.order - other.order);
    for (const entry of left) {
      // Whoever reads this has signed in again.
      const again = entry.state !== "refused" || entry.error?.code === "sign_in";
      Object.assign(entry, { state: again ? "waiting" : "refused", error: again ? null : entry.error });
      this.entries.push(entry);
      this.signal("changed", entry);
    }
    this.entries.sort((one, other) => one.order - other.order);
    this.opening = false;
    this.flush();
  }

  /** The entry with `fields` for the command `what`: here from now on, kept and sent as soon as that can be. */
  add(what, fields) {
    // The time, not a counter: entries of several tabs and days have one order.
    this.order = Math.max(this.order + 1, this.clock.now());
    const { account, room, order } = this;
    if (what === "react") fields = { ...this.pressed(order), ...fields };
    // What stood over the room when it was said; however long it waits, it is said to nothing else.
    if (what === "post") fields = { ...fields, shown: this.shown() };
    const entry = { key: this.key(), do: what, fields, account, room, order, state: "waiting", error: null, notBefore: 0, wait: 0 };
    if (what === "react") this.replace(entry);
    this.entries.push(entry);
    // Not waited for: a browser that is slow to keep words must not keep them back.
    this.shelf.put(entry);
    this.signal("changed", entry);
    this.flush();
    return entry;
  }

  /** When it was chosen, by the server's clock, however long it waits from here on: of two choices the later one stands. */
  pressed(at) {
    const ahead = this.ahead();
    return ahead === null ? {} : { pressed: at + ahead };
  }

  /** Of several reactions to one post that nobody has sent yet, only the last one is meant. */
  replace({ fields }) {
    const old = this.entries.filter((one) => one.do === "react" && one.fields.post === fields.post && one.state !== "sending");
    for (const entry of old) this.discard(entry.key);
  }

  async retry(key) {
    const entry = this.find(key);
    // Said anew, to what the page shows now.
    if (entry?.do === "post") Object.assign(entry.fields, toldOf(entry), { shown: this.shown() });
    if (entry) await this.change(entry, { state: "waiting", error: null, notBefore: 0 });
    this.flush();
  }

  async discard(key) {
    const entry = this.find(key);
    if (!entry) return;
    await this.forget(entry);
    this.signal("gone", entry);
    this.flush();
  }

  /** Send whatever can be sent: in order, one at a time for new posts, and one at a time for each post. */
  flush() {
    if (this.opening) return;
    const busy = new Set();
    let soonest = Infinity;
    for (const entry of this.entries) {
      if (entry.state === "refused" || busy.has(laneOf(entry))) continue;
      busy.add(laneOf(entry));
      const wait = this.left(entry);
      if (entry.state === "sending") continue;
      if (wait > 0) soonest = Math.min(soonest, wait);
      else if (this.sender.ready) this.send(entry);
    }
    this.later(soonest);
  }

  /** Milliseconds an entry has to wait still: never more than it was told, also when the machine's clock is set back. */
  left(entry) {
    const latest = this.clock.now() + entry.wait;
    entry.notBefore = Math.min(entry.notBefore, latest);
    return entry.notBefore - this.clock.now();
  }

  later(wait) {
    this.clock.clearTimeout(this.timer);
    if (wait < Infinity) this.timer = this.clock.setTimeout(() => this.flush(), Math.min(wait, LONGEST_SLEEP));
  }

  async send(entry) {
    entry.state = "sending";
    this.signal("changed", entry);
    if (!(await this.shelf.has(entry.key))) {
      // Another tab has sent it, or replaced it.
      await this.forget(entry);
      this.signal("gone", entry);
    } else await this.heard(entry, await this.sender.deliver(entry));
    this.flush();
  }

  async heard(entry, answer) {
    if (!this.find(entry.key)) return;
    if (answer?.ack) {
      await this.forget(entry);
      this.signal("sent", { entry, answer });
    } else if (!answer || PASSING.has(answer.error.code)) {
      const wait = answer?.error.retry_after ? answer.error.retry_after * 1000 : pause(2, this.clock.random);
      await this.change(entry, { state: "waiting", error: answer?.error ?? null, notBefore: this.clock.now() + wait, wait });
    } else {
      await this.change(entry, { state: "refused", error: answer.error });
      if (["reworded", "parent_changed"].includes(answer.error.code)) this.signal(answer.error.code, entry);
    }
  }

  /** The line is back: what waited only for it need not wait longer; what the server slowed down must. */
  hurry() {
    for (const entry of this.entries) if (!entry.error) entry.notBefore = 0;
    this.flush();
  }

  /** Whether this page's memory alone has words that were said: whoever leaves it loses them. */
  get unheld() {
    return this.entries.some(({ key, do: what }) => what === "post" && this.shelf.unsaved.has(key));
  }

  find(key) {
    return this.entries.find((entry) => entry.key === key);
  }

  async change(entry, news) {
    Object.assign(entry, news);
    await this.shelf.put(entry);
    this.signal("changed", entry);
  }

  async forget(entry) {
    this.entries = this.entries.filter((one) => one !== entry);
    await this.shelf.remove(entry.key);
  }
}

/** What the author of these words knows of what stands over them and of what they answer: a refusal says what stands there now. */
export function toldOf({ fields, error }) {
  return { answers: error?.answers ?? fields.answers ?? null, shown: error?.shown ?? fields.shown };
}

function laneOf({ do: what, fields }) {
  return what === "post" ? "post" : `post ${fields.post}`;
}
