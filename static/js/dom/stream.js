import { tell } from "dom/bus.js";
import { drawDays, drawDaysBehind } from "dom/days.js";
import { word } from "dom/page.js";

// Rows kept while following; older ones are one click away, and a phone stays quick.
const ROWS = 400;
// Closer to the end than this, a reader follows.
const NEAR = 160;

/** The rows of the page: what is new comes in order, in one go per picture, and nothing jumps for who reads above. */
export class Stream {
  constructor(element, template, { thread, newest, filter }) {
    const wanted = new URLSearchParams(filter ?? "");
    Object.assign(this, { element, template, thread, newest, wanted, waiting: [], held: [], paused: false });
    drawDays(element);
  }

  row(seq) {
    return document.getElementById(`post-${seq}`);
  }

  get following() {
    const { scrollHeight, clientHeight } = document.documentElement;
    return this.newest && !this.paused && scrollHeight - clientHeight - window.scrollY < NEAR;
  }

  blank() {
    return document.importNode(this.template.content.querySelector("live-post"), true);
  }

  /**
   * Something about post `seq` changed: `data` of its event, {counts} or {mine}. A page in the background draws nothing, and a
   * paused one waits; then what will be drawn must be what stands by then, never words that were hidden meanwhile.
   */
  change(seq, data) {
    const undrawn = [...this.waiting, ...this.held].find(({ frame }) => frame.seq === seq);
    if (undrawn) Object.assign(undrawn.frame.data, data);
    this.row(seq)?.change(data);
    if (data.wording) this.outdate(seq, data.wording);
    if (undrawn && data.state) this.count();
  }

  /** What answered post `seq` before it got these words says so. */
  outdate(seq, wording) {
    for (const { frame } of [...this.waiting, ...this.held]) {
      if (frame.data.parent === seq && frame.seq < wording) frame.data.parent_changed = true;
    }
    for (const row of document.querySelectorAll(`live-post[data-parent="${seq}"]`)) {
      if (Number(row.dataset.seq) < wording) row.slotted("parent-changed").hidden = false;
    }
  }

  /** Take a post that was said: a row, unless it belongs to another page. */
  say(frame, mine) {
    if (this.row(frame.seq) || (this.thread && ![frame.seq, frame.data.thread].includes(this.thread))) return;
    if (!mine && !this.picks(frame.data)) return;
    this.waiting.push({ frame, mine });
    this.drawing ??= requestAnimationFrame(() => this.draw());
  }

  /** What changed for everything said after event `seq`: a line in its place. No page that shows what was said before lacks it. */
  note(seq, words) {
    const line = document.createElement("p");
    Object.assign(line, { className: "turn", textContent: words });
    tell("room:noted", words);
    if (!this.newest) return this.element.append(line);
    this.waiting.push({ frame: { seq, data: {} }, line });
    this.drawing ??= requestAnimationFrame(() => this.draw());
  }

  /** Whether the reader asked for posts like this one; nobody can have answered it yet. */
  picks(data) {
    if (this.wanted.has("mandated") && !data.organisation) return false;
    return ["sector", "region", "language"].every((name) => !this.wanted.has(name) || this.wanted.get(name) === data[name]);
  }

  draw() {
    this.drawing = null;
    const news = this.waiting.splice(0);
    if (this.paused || !this.newest) return this.hold(news);
    const followed = this.following;
    // Who follows would see only these; a page long in the background has thousands waiting.
    this.append(followed ? news.slice(-ROWS) : news);
    if (followed) this.toEnd();
    else this.hold(news, false);
  }

  /** The line "new" before the first post after number `read` that somebody else wrote; null where there is none. */
  mark(read) {
    const rows = this.element.querySelectorAll(":scope > live-post:not([data-own], [data-pending])");
    const first = [...rows].find(({ dataset }) => Number(dataset.seq) > read);
    document.getElementById("unread")?.remove();
    if (!first) return null;
    const line = document.createElement("p");
    Object.assign(line, { id: "unread", className: "turn turn--unread", textContent: word("new-since") });
    first.before(line);
    return line;
  }

  append(news) {
    this.element.querySelector("[data-slot=empty]")?.remove();
    const rows = document.createDocumentFragment();
    for (const { frame, line } of news) {
      const row = line ?? this.blank();
      rows.append(row);
      if (line) continue;
      row.fill(frame);
      row.count(frame.data.counts ?? {});
      row.mine(frame.data.mine ?? null);
    }
    nest(this.element, rows);
    drawDaysBehind(this.element, [...rows.children].filter((row) => row.matches("live-post")));
    this.element.insertBefore(rows, this.element.querySelector("[data-pending]"));
    for (const { frame, line } of news) if (!line) tell("room:shown", frame);
  }

  /** Not seen yet: counted for the pill; `later` when the rows are still to be drawn. */
  hold(news, later = true) {
    this.held.push(...news.map((one) => ({ ...one, later })));
    this.count();
  }

  /** What others said, and can still be read, is worth going there. */
  get news() {
    return this.held.filter(({ mine, frame }) => !mine && frame.data.state === "shown");
  }

  count() {
    tell("room:held", this.news.map(({ frame }) => frame.data));
  }

  /** Rows for what came while nothing was to move; the reader stays where they are. */
  drawHeld() {
    this.paused = false;
    this.append(this.held.filter(({ later }) => later));
    for (const one of this.held) one.later = false;
  }

  /** The reader wants to see what was held: from its first post on. */
  toFirstNew() {
    const [{ frame }] = this.news;
    this.drawHeld();
    this.held = [];
    this.count();
    this.mark(frame.seq - 1)?.scrollIntoView({ block: "start" });
  }

  /** The reader wants to be where the debate is now. */
  release() {
    this.drawHeld();
    this.toEnd();
  }

  toEnd() {
    this.held = [];
    tell("room:held", []);
    this.shorten();
    window.scrollTo({ top: document.documentElement.scrollHeight });
  }

  shorten() {
    const rows = this.element.querySelectorAll(":scope > live-post:not([data-pending])");
    const gone = [...rows].slice(0, Math.max(0, rows.length - ROWS));
    for (const row of gone) row.remove();
    if (gone.length) drawDays(this.element);
    // Earlier posts begin where the rows begin now.
    const older = gone.length && document.querySelector("[data-slot=older]");
    if (!older) return;
    const query = new URLSearchParams(this.wanted);
    query.set("before", rows[gone.length].dataset.seq);
    older.href = `?${query}`;
  }
}

/** How `rows`, about to stand behind those of `element`, are nested there; as the server says it (threads.nest). */
function nest(element, rows) {
  const before = [...element.querySelectorAll(":scope > live-post:not([data-pending])")];
  let above = before.at(-1);
  let head = before.findLast(({ dataset }) => !dataset.nested);
  for (const row of rows.querySelectorAll("live-post")) {
    const { parent } = row.dataset;
    if (parent && parent === head?.dataset.seq) row.dataset.nested = "answer";
    else if (parent && parent === above?.dataset.seq) row.dataset.nested = "deeper";
    else head = row;
    above = row;
  }
}
