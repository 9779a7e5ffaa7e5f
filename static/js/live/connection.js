import { pause } from "live/backoff.js";
import { meaning } from "live/closing.js";
import { Lines } from "live/lines.js";
import { Place } from "live/place.js";
import { Signal } from "live/signal.js";
import { framesOf, isAnswer } from "live/wire.js";

// Milliseconds. Heartbeats come every 15 s: two of them missing, and the line is dead.
const SILENCE = 35_000;
const HANDSHAKE = 10_000;
// A heartbeat may overtake the events it counts; when they do not come within this, they were lost.
const TAIL = 5_000;
// A line that held this long was a good one: the next wait is short again.
const STEADY = 10_000;
const PROBE_EVERY = 120_000;
// Who looks at another page for a moment only finds the stream as it was left.
const GLANCE = 5_000;
const FAILED_HANDSHAKES = 3;
// Tries without success after which we say that there is no line, rather than that it is coming back.
const HOPEFUL = 2;

/**
 * Keeps one line to the room, whatever the network lets through: a websocket, else server-sent events, else questions
 * every three seconds. All of them feed the same store. A page that nobody looks at, or whose browser has streams enough
 * (place.js), asks instead of keeping one.
 *
 * Signals: "state" (live, catching-up, without-live, offline, signed-out, ended), "answer" (frame), "lost" (what was
 * asked may not have arrived), "reload" (the page must be loaded anew).
 */
export class Connection extends Signal {
  constructor({ paths, base, language, quiet, store, world }) {
    super();
    this.lines = new Lines({ paths, base, language, quiet, store, world });
    Object.assign(this, { store, clock: world.clock, online: world.online, hidden: world.hidden, state: "catching-up" });
    this.place = new Place(world).on("mine", () => this.line?.kind === "poll" && this.change("sse"));
    this.attempt = this.failures = this.gaps = 0;
    this.timers = {};
  }

  start() {
    this.final = false;
    this.open("socket");
  }

  stop() {
    this.final = true;
    for (const name of Object.keys(this.timers)) this.cancel(name);
    this.drop();
    this.leaveProbe();
    this.place.leave();
  }

  /** Whether commands can be written to a socket now. */
  get speaking() {
    return this.line?.kind === "socket" && this.line.heard;
  }

  /** Whether anything can be sent now, over a socket or by the forms. */
  get ready() {
    return Boolean(this.line?.heard) && !this.final;
  }

  send(command) {
    return this.speaking && this.line.send(command);
  }

  /** The page was shown again, or the network came back: do not wait for the timers. */
  wake() {
    if (this.final) return;
    if (this.line?.kind === "poll") return this.change(this.refused ? "poll" : "sse");
    const silent = this.line && this.clock.now() - this.line.heardAt > SILENCE;
    if (silent || !this.line) {
      this.attempt = 0;
      this.drop();
      this.open("socket");
    }
  }

  /** Nobody looks at the page any more: its event stream, if it has one, is left to pages that are looked at. */
  unseen() {
    this.plan("unseen", GLANCE, () => {
      if (!this.hidden()) return;
      this.place.leave();
      if (this.line?.kind === "sse") this.change("poll");
    });
  }

  /** The browser says that there is no network. It is sometimes wrong, so the tries go on, slowly. */
  unplugged() {
    if (this.final) return;
    this.attempt = HOPEFUL + 1;
    this.return(0);
  }

  open(kind) {
    this.cancel("return");
    if (kind === "socket") {
      this.cancel("probe");
      this.leaveProbe();
      this.refused = false;
    }
    if (kind !== "sse") this.place.leave();
    else if (!this.hidden()) this.place.seek();
    this.line = this.attach(kind === "sse" && !this.place.mine ? "poll" : kind);
    if (kind !== "socket" && !this.timers.probe) this.plan("probe", PROBE_EVERY, () => this.tryAgain());
  }

  /** Another kind of line in place of this one, from where the store stands. */
  change(kind) {
    this.drop();
    this.open(kind);
  }

  attach(kind) {
    const line = this.lines[kind]();
    Object.assign(line, { kind, heard: false, heardAt: this.clock.now(), startedAt: this.clock.now() });
    line.on("text", (text) => this.hear(line, text));
    line.on("position", ({ tally }) => {
      if (tally > this.store.tally) this.store.tally = tally;
    });
    line.on("closed", ({ code }) => this.closed(line, code));
    if (line.kind !== "poll") line.watch = this.clock.setTimeout(() => this.silent(line), HANDSHAKE);
    return line;
  }

  /** The network may let sockets through by now. Two lines at once do no harm: the store takes each number once. */
  tryAgain() {
    this.leaveProbe();
    this.probe = this.attach("socket");
    this.plan("probe", PROBE_EVERY, () => this.tryAgain());
  }

  hear(line, text) {
    if (line === this.probe) this.adopt(line);
    if (line !== this.line) return;
    line.heard = true;
    line.heardAt = this.clock.now();
    this.watch(line);
    for (const frame of framesOf(text)) {
      if (!this.take(line, frame)) return;
    }
    line.acker?.flush(this.store.behind);
    this.settle();
  }

  /** False when this line is given up over the frame. */
  take(line, frame) {
    if (isAnswer(frame)) return this.signal("answer", frame), true;
    const outcome = this.store.take(frame);
    if (outcome === "reload") return this.reload(), false;
    if (outcome === "stranger") return this.finish("signed-out"), false;
    if (outcome === "gap") return this.return(pause(this.gaps++, this.clock.random)), false;
    if (Number.isInteger(frame.seq)) {
      if (outcome === "apply") this.gaps = 0;
      line.acker?.have(frame.seq);
    }
    if (frame.kind === "heartbeat") this.beat(line);
    return true;
  }

  beat(line) {
    line.acker?.tell();
    const { last } = this.store;
    const lost = () => line === this.line && this.store.behind && this.store.last === last;
    if (this.store.behind) this.plan("tail", TAIL, () => lost() && this.return(0));
  }

  adopt(line) {
    this.probe = null;
    this.failures = 0;
    this.drop();
    this.place.leave();
    this.line = line;
    this.cancel("probe");
    this.cancel("return");
  }

  leaveProbe() {
    this.probe?.close();
    if (this.probe) this.release(this.probe);
    this.probe = null;
  }

  watch(line) {
    this.clock.clearTimeout(line.watch);
    if (line.kind !== "poll") line.watch = this.clock.setTimeout(() => this.silent(line), SILENCE);
  }

  silent(line) {
    line.close();
    this.closed(line, 1006);
  }

  closed(line, code) {
    this.release(line);
    const { then, rest } = meaning(code);
    if (line !== this.line && line !== this.probe) return;
    if (then === "reload") return this.reload();
    if (then !== "return") return this.finish(then);
    if (line === this.probe) return void (this.probe = null);
    this.line = null;
    this.signal("lost");
    if (line.heard && this.clock.now() - line.startedAt > STEADY) this.attempt = 0;
    const next = this.next(line, code);
    if (next) return this.open(next);
    this.return(Math.max(rest, pause(this.attempt++, this.clock.random)), line.kind === "sse" ? "sse" : "socket");
  }

  /** The kind of line to try at once, if another kind may do better than a pause. */
  next(line, code) {
    const refused = !line.heard && code < 4000;
    if (line.kind === "poll") this.failures = FAILED_HANDSHAKES - 1;
    else if (line.kind === "sse") return (this.refused = refused) ? "poll" : null;
    else if (!refused) this.failures = 0;
    else if (this.online()) this.failures += 1;
    return line.kind === "socket" && this.failures >= FAILED_HANDSHAKES ? "sse" : null;
  }

  /** Leave this line, and come back after `wait` milliseconds from where the store stands then. */
  return(wait, kind = this.line?.kind === "sse" ? "sse" : "socket") {
    this.drop();
    this.become(!this.online() || this.attempt > HOPEFUL ? "offline" : "catching-up");
    this.plan("return", wait, () => this.open(kind));
  }

  reload() {
    this.stop();
    this.signal("reload");
  }

  finish(state) {
    this.stop();
    this.become(state);
  }

  drop() {
    const line = this.line;
    this.line = null;
    if (!line) return;
    line.close();
    this.release(line);
    this.signal("lost");
  }

  release(line) {
    this.clock.clearTimeout(line.watch);
    line.acker?.stop();
  }

  settle() {
    if (!this.line) return;
    this.become(this.line.kind === "poll" ? "without-live" : this.store.behind ? "catching-up" : "live");
  }

  become(state) {
    if (state === this.state) return;
    this.state = state;
    this.signal("state", state);
  }

  plan(name, wait, work) {
    this.cancel(name);
    this.timers[name] = this.clock.setTimeout(work, wait);
  }

  cancel(name) {
    this.clock.clearTimeout(this.timers[name]);
    delete this.timers[name];
  }
}
