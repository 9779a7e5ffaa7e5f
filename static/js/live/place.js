import { Signal } from "live/signal.js";

// A browser opens six HTTP/1.1 connections to one host for all its tabs, and an event stream keeps one for itself: half of
// them are left for pages.
const PLACES = ["stream 1", "stream 2", "stream 3"];

/** This page's place among the event streams of its browser. Signals: "mine", once there is one. */
export class Place extends Signal {
  mine = false;

  constructor({ locks = globalThis.navigator?.locks }) {
    super();
    this.locks = locks;
  }

  /** Wait for a place, and keep it until `leave`. Where the browser does not count them (old, strict), whoever asks has one. */
  seek() {
    if (this.leaving) return;
    this.leaving = new AbortController();
    if (this.locks) this.queue(this.leaving.signal);
    else this.take();
  }

  leave() {
    this.leaving?.abort();
    this.leaving = null;
    this.mine = false;
  }

  /** Before all places at once; the first that is free is this page's, and it waits before the others no more. */
  queue(left) {
    const enough = new AbortController();
    const gone = new Promise((resolve) => left.addEventListener("abort", resolve));
    gone.then(() => enough.abort());
    const have = () => {
      if (enough.signal.aborted || left.aborted) return;
      enough.abort();
      this.take();
      return gone;
    };
    const wait = async (name) => this.locks.request(name, { signal: enough.signal }, have);
    for (const name of PLACES) wait(name).catch(have);
  }

  take() {
    this.mine = true;
    this.signal("mine");
  }
}
