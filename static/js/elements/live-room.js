import { again } from "dom/again.js";
import { followQuestion } from "dom/asked.js";
import { deaf, hear, tell } from "dom/bus.js";
import { token } from "dom/page.js";
import { Pending } from "dom/pending.js";
import { backInPlace, keepPlace, keepRead, readBefore } from "dom/reading_place.js";
import { Stream } from "dom/stream.js";
import { reword } from "dom/worded.js";
import { followChosen } from "live/chosen.js";
import { roomOf } from "live/room.js";
import { read, typing } from "live/wire.js";
import { granted } from "live/wish.js";

// Milliseconds: a page that was loaded again just now, and is told to once more, shows what it has instead.
const RELOAD_EVERY = 10_000;
const TOLD = [
  "presence", "typing", "standing", "room.closed", "room.opened", "room.slowed", "post.hidden", "post.restored", "post.withdrawn",
];

/** <live-room>: joins what happens on the line to the elements of the page. Its data attributes say where it stands. */
export class LiveRoom extends HTMLElement {
  async connectedCallback() {
    const { thread, newest, filter } = this.dataset;
    const options = { thread: Number(thread) || null, newest: newest === "true", filter };
    this.stream = new Stream(this.querySelector("[data-slot=stream]"), document.getElementById("post-template"), options);
    Object.assign(this, roomOf(this.dataset, token));
    this.pending = new Pending(this.stream, this.outbox);
    this.follow();
    this.listen();
    this.arrive();
    followQuestion();
    this.connection.start();
    if (this.dataset.me) await this.outbox.open();
    this.grant();
    this.toggleAttribute("data-ready", true);
  }

  /** What somebody pressed here as a guest is done once they have signed in. */
  grant() {
    const wish = this.dataset.me && granted(this.dataset.slug, this.dataset.me);
    if (!wish) return;
    this.outbox.add("react", { post: wish.post, kind: wish.kind, ...this.outbox.pressed(wish.at) });
    this.stream.change(wish.post, { mine: wish.kind });
  }

  disconnectedCallback() {
    deaf(this);
    this.dock.disconnect();
    this.connection?.stop();
  }

  /** From the line to the page. */
  follow() {
    const { store, connection, outbox } = this;
    connection.on("state", (state) => {
      tell("live:state", state);
      if (["live", "without-live"].includes(state)) this.outbox.hurry();
    });
    connection.on("reload", () => this.reload());
    store.on("post.said", (frame) => this.said(frame));
    for (const kind of ["post.edited", "post.restored"]) store.on(kind, ({ data }) => this.stream.change(data.post, data));
    store.on("room.reworded", ({ seq, data }) => {
      const told = reword(data);
      if (told) this.stream.note(seq, told);
      this.showsNow(data.was, data.shown);
    });
    outbox.on("reworded", ({ fields, error }) => {
      if (this.showsNow(fields.shown, error.shown)) reword(error);
    });
    outbox.on("parent_changed", (entry) => tell("room:parent-changed", entry));
    store.on("post.unnamed", ({ data }) => this.stream.change(data.post, { ...data, unnamed: true }));
    for (const state of ["hidden", "withdrawn"]) {
      store.on(`post.${state}`, ({ data }) => {
        this.stream.change(data.post, { ...data, state, html: null, long: false, edited: false });
      });
    }
    store.on("tally", ({ data }) => {
      for (const { post, counts } of data.posts) this.stream.change(post, { counts });
    });
    store.on("thread.locked", ({ data }) => this.lock(data.thread, true));
    store.on("thread.unlocked", ({ data }) => this.lock(data.thread, false));
    for (const state of ["pinned", "unpinned"]) {
      store.on(`thread.${state}`, ({ data }) => this.mark(data.thread, "data-pinned", state === "pinned"));
    }
    followChosen({ store, outbox: this.outbox, show: (post, mine) => this.stream.change(post, { mine }) });
    for (const kind of TOLD) store.on(kind, (frame) => tell(`live:${kind}`, frame));
  }

  /** The page that stood at `was` shows what is called `shown` now: what is sent from here on was written under that. Any other
   * has seen something else meanwhile, or missed something, and is told when it sends. */
  showsNow(was, shown) {
    if (this.dataset.shown !== was) return false;
    this.dataset.shown = shown;
    return true;
  }

  /** No reply links where no reply is taken; staff may still answer. */
  lock(thread, locked) {
    this.mark(thread, "data-locked", locked);
    if (this.hasAttribute("data-staff")) return;
    for (const link of this.querySelectorAll(`live-post[data-thread="${thread}"] [data-slot=reply]`)) link.hidden = locked;
  }

  mark(thread, name, on) {
    for (const post of this.querySelectorAll(`live-post[data-thread="${thread}"]`)) post.toggleAttribute(name, on);
  }

  said(frame) {
    tell("live:post.said", frame);
    const { thread } = frame.data;
    if (thread) tell("room:answered", { thread, opener: this.stream.row(thread) });
    this.stream.say(frame, frame.data.author === this.dataset.me);
  }

  /** From the page to the line. */
  listen() {
    hear(this, {
      ask: (asked) => (asked.entry = this.outbox.add(asked.do, asked.fields)),
      "room:kept": (asked) => (asked.all &&= !this.outbox.unheld),
      "room:typing": ({ thread, stopped }) => !this.dataset.quiet && this.connection.send(typing(thread, stopped)),
      "room:read": (asked) => (asked.taken = this.dataset.me ? this.read(asked.seq) : keepRead(this.dataset.slug, asked.seq)),
      "room:grown": () => this.stayAtEnd(),
      "room:onward": () => this.onward(),
      "room:spoke": () => this.stream.paused && this.resume(),
      "room:pause": () => this.pause(!this.stream.paused),
    });
    const signal = this.hearing.signal;
    addEventListener("online", () => this.connection.wake(), { signal });
    addEventListener("offline", () => this.connection.unplugged(), { signal });
    addEventListener("scroll", () => this.scrolled(), { signal, passive: true });
    addEventListener("resize", () => this.stayAtEnd(), { signal });
    addEventListener("pagehide", () => keepPlace(this.stream), { signal });
    // The form grows with its words, and a keyboard comes up under it.
    this.dock = new ResizeObserver(() => this.stayAtEnd());
    this.dock.observe(document.getElementById("composer"));
    document.addEventListener("visibilitychange", () => (document.hidden ? this.connection.unseen() : this.connection.wake()), { signal });
  }

  scrolled() {
    this.notice();
    if (this.atEnd && this.stream.held.length) this.stream.release();
  }

  /** Whether the reader is where the debate is now. */
  notice() {
    this.atEnd = this.stream.following;
    tell("room:at-end", this.atEnd);
  }

  /** To the first post that is new; from there, or where there is none, to the end. */
  onward() {
    const line = document.getElementById("unread");
    if (this.stream.newest && this.stream.news.length) this.stream.toFirstNew();
    else if (line?.getBoundingClientRect().top > innerHeight) line.scrollIntoView({ block: "start" });
    else this.pause(false);
  }

  /** The page has become longer, or its window smaller: whoever followed does so still. */
  stayAtEnd() {
    if (this.atEnd) this.stream.toEnd();
  }

  /** Whether it is on its way: without a socket, by the form behind it. One that is lost is made up for by the next. */
  read(seq) {
    if (this.connection.send(read(seq))) return true;
    if (!this.connection.ready) return false;
    const headers = { Accept: "application/json", "X-CSRFToken": token() };
    fetch(this.dataset.reading, { method: "POST", headers, body: new URLSearchParams({ seq }) }).catch(() => {});
    return true;
  }

  pause(paused) {
    this.stream.paused = paused;
    this.notice();
    if (!paused && this.stream.newest) this.stream.release();
    else if (!paused) location.assign(`${location.pathname}?now=1`);
    tell("room:paused", paused);
  }

  /** What was held back is drawn, and what comes from now on. */
  resume() {
    this.stream.drawHeld();
    tell("room:paused", false);
  }

  /** Begin where they were, at the linked post, at the first unread one, at the question on a first visit, or where the debate
   * is now. */
  arrive() {
    const here = backInPlace() || location.hash;
    const read = this.dataset.me ? null : readBefore(this.dataset.slug);
    if (read !== null) this.stream.mark(read);
    const unread = document.getElementById("unread");
    const first = "firstVisit" in this.dataset && read === null;
    if (!here && unread) unread.scrollIntoView({ block: "start" });
    else if (!here && !first && this.stream.newest) window.scrollTo({ top: document.documentElement.scrollHeight });
    this.notice();
  }

  reload() {
    const [{ type }] = performance.getEntriesByType("navigation");
    const soon = type === "reload" && performance.now() <= RELOAD_EVERY;
    if (soon) tell("live:state", "ended");
    else if (!again()) tell("live:state", "outdated");
  }
}

customElements.define("live-room", LiveRoom);
