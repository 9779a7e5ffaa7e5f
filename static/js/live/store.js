import { clock as realClock } from "live/clock.js";
import { Signal } from "live/signal.js";

/**
 * Where this page stands in the record of its room. The law: only number `last + 1` is applied; so whatever is
 * lost, repeated or out of order on the way, everyone sees the same things in the same order.
 *
 * Signals: every kind of frame by its own name ("post.said", "tally", "presence", …), with the frame as detail.
 */
export class Store extends Signal {
  constructor({ epoch, last, tally, me = "", clock = realClock }) {
    super();
    this.epoch = epoch;
    this.last = last;
    this.tally = tally;
    // Whose page this is; "" for a guest's.
    this.me = me;
    this.clock = clock;
    // The highest number the server has spoken of: below it, we are catching up.
    this.head = last;
    // Milliseconds the server's clock is ahead of this machine's; null when it did not say: a version before this page's.
    this.ahead = 0;
    this.counted = new Map();
  }

  get behind() {
    return this.last < this.head;
  }

  /** What to do with a frame: "apply" (done), "ignore", "gap" (ask again from `last`), "reload" (the page) or "stranger". */
  take(frame) {
    if (frame.kind === "reload") return "reload";
    return Number.isInteger(frame.seq) ? this.takeNumbered(frame) : this.takePassing(frame);
  }

  takeNumbered(frame) {
    if (frame.seq <= this.last) return "ignore";
    this.head = Math.max(this.head, frame.seq);
    if (frame.seq > this.last + 1) return "gap";
    this.last = frame.seq;
    this.signal(frame.kind, frame);
    return "apply";
  }

  takePassing(frame) {
    const { kind, data } = frame;
    if (!kind || !data) return "ignore";
    // Somebody else has signed in on this browser, or nobody is signed in any more: not a word goes out under their name.
    if (kind === "welcome" && this.me && data.you !== undefined && data.you !== this.me) return "stranger";
    // A restored backup: the same numbers now mean other events.
    if (kind === "welcome" && (data.epoch !== this.epoch || data.head < this.last)) return "reload";
    if (kind === "welcome") this.ahead = data.at ? Date.parse(data.at) - this.clock.now() : null;
    if (kind === "welcome" || kind === "heartbeat") this.head = Math.max(this.head, data.head);
    this.signal(kind, kind === "tally" ? { ...frame, data: { ...data, posts: this.newest(data) } } : frame);
    return "apply";
  }

  /** Counts are absolute and may arrive in any order: of two for one post, the one with the higher number stands. */
  newest({ posts }) {
    const news = posts.filter(({ post, tally }) => tally > (this.counted.get(post) ?? -1));
    for (const { post, tally } of news) {
      this.counted.set(post, tally);
      // One less: the rest of this tally's posts may be in a frame that never arrives. Hearing it twice is harmless.
      this.tally = Math.max(this.tally, tally - 1);
    }
    return news;
  }
}
