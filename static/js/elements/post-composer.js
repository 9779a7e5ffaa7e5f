import { again } from "dom/again.js";
import { deaf, hear, tell } from "dom/bus.js";
import { Choices } from "dom/choices.js";
import { Countdown } from "dom/countdown.js";
import { Ending } from "dom/ending.js";
import { holdOpen } from "dom/hold.js";
import { insert } from "dom/insert.js";
import { count } from "dom/limits.js";
import { word } from "dom/page.js";
import { Preview } from "dom/preview.js";
import { quotation } from "dom/quotation.js";
import { Drafts } from "live/drafts.js";

const TYPING_EVERY = 3000;

/**
 * <post-composer data-wait data-opener>: the form to speak. Without a script it posts by itself.
 * Slots: reply-line reply-target cancel begun begun-turn again error send countdown why why-not. Fields: text parent answers shown language mandate.
 */
export class PostComposer extends HTMLElement {
  // Of posts without a row here, such as the opener on a later page of its thread: the wording that was told of last.
  read = new Map();

  connectedCallback() {
    this.form = this.querySelector("form");
    this.room = this.closest("live-room").dataset;
    hear(this, {
      "live:room.closed": () => this.end(word("closed")),
      "live:room.opened": () => again(),
      "room:kept": (asked) => (asked.all &&= !this.unkept),
      "room:outdated": () => this.ending?.outdated(),
      "live:standing": ({ data }) => this.stands(data),
      "room:slow": ({ wait }) => this.slow.start(wait),
      "room:compose": (back) => (back.taken = this.compose(back)),
      "room:parent-changed": ({ fields, error }) => this.read.set(fields.parent, error.answers),
    });
    if (!this.form) return;
    const { signal } = this.hearing;
    this.text = this.form.elements.text;
    this.ending = new Ending(this.slotted("send"), this.slotted("error"), this.slotted("again"));
    this.thread = Number(this.room.thread) || null;
    if (this.dataset.opener) this.read.set(this.thread, Number(this.dataset.opener));
    this.drafts = new Drafts({ account: this.room.me, room: this.room.slug });
    this.drafts.elsewhere(this.thread, (text, parent) => this.text.value === text && this.parent === parent && this.clear());
    this.slow = new Countdown(this.slotted("countdown"), this.slotted("why"));
    this.takeUp();
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.text.addEventListener("input", () => this.typed());
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.form.addEventListener("change", () => this.choose());
    const cancel = this.slotted("cancel");
    cancel.addEventListener("click", (event) => this.answer(event, null));
    if (this.thread) cancel.lastElementChild.textContent = word("answer-first");
    this.preview = new Preview(this.form, this.slotted("look"), this.slotted("preview"));
    addEventListener("pageshow", ({ persisted }) => persisted && this.comeBack(), { signal });
    document.addEventListener("click", (event) => this.chosen(event), { signal });
    holdOpen(this.form, signal);
    if (Number(this.dataset.wait)) this.slow.start(Number(this.dataset.wait) * 1000);
  }

  disconnectedCallback() {
    deaf(this);
    this.slow?.stop();
    this.drafts?.close();
  }

  slotted(name) {
    return this.querySelector(`[data-slot="${name}"]`);
  }

  /** What was begun here before, with all that it was begun with: what the page brings by itself is for new words. */
  takeUp() {
    const { text } = this;
    // A browser that puts words back puts back nothing of what they were begun with, so they go. What somebody wrote while the
    // script was on its way stays: it is new, and for what the page shows.
    if (!("touched" in this.form.dataset)) this.form.reset();
    this.choices = new Choices(this.form, (reason) => this.say(reason));
    const { parent, known } = this;
    const chosen = new URLSearchParams(location.search).has("reply") ? parent : null;
    // Words that the server drew are a quotation of what was chosen; others came back refused, with the numbers they need.
    const refused = text.defaultValue && !chosen;
    if (text.value !== text.defaultValue) {
      this.drafts.leave(this.thread);
      if (parent) this.target(parent, known);
      return this.keep();
    }
    const draft = text.value ? !refused && this.drafts.own(this.thread) : this.drafts.read(this.thread, chosen);
    this.written = Boolean(text.value.trim());
    if (!draft) return parent && this.target(parent, known);
    this.resume(draft);
    if (!chosen || chosen === draft.parent) return;
    this.slotted("begun").hidden = false;
    this.slotted("begun-turn").addEventListener("click", (event) => this.answer(event, chosen, known));
  }

  resume(draft) {
    this.text.value = draft.text;
    this.written = true;
    this.target(draft.parent, draft.answers);
    this.begin(draft);
    this.choices.make(draft);
  }

  /** The browser shows a page whole that was left before. Its words may have been sent since, or changed, on another. */
  comeBack() {
    if (this.unkept) return;
    const draft = this.drafts.own(this.thread);
    if (draft) this.resume(draft);
    else if (this.written) this.clear();
  }

  /** The number of the post that is answered; null for none. */
  get parent() {
    return Number(this.form.elements.parent.value) || null;
  }

  /** The wording of it that the words in the field answer; null where nobody knows. */
  get known() {
    return Number(this.form.elements.answers.value) || null;
  }

  /** The number of the words of post `seq` that the page shows, or has told of (Post.wording); undefined where there is none. */
  wordingOf(seq) {
    return Number(document.getElementById(`post-${seq}`)?.dataset.wording) || this.read.get(seq);
  }

  /** Words are begun under what the page shows now, or (`draft`) showed then. What changes while they are written is not taken
   * for read. */
  begin({ answers = this.wordingOf(this.parent), shown = this.room.shown } = {}) {
    if (answers) this.form.elements.answers.value = answers;
    this.form.elements.shown.value = shown;
  }

  /** Whether another question stands over the words than when they were begun. Said once: whoever presses again has read it. */
  changed() {
    const { shown } = this.form.elements;
    if (shown.value === this.room.shown) return false;
    shown.value = this.room.shown;
    this.keep();
    this.say(word("question-changed"));
    return true;
  }

  submit(event) {
    event.preventDefault();
    if (event.submitter === this.slotted("look")) return this.preview.toggle();
    // Keys ask no button. Words that nobody takes stay where they can be copied.
    if (this.ending.tell) return this.ending.tell();
    const { text } = this;
    const { language, mandate } = this.choices.made;
    if (!text.value.trim()) return text.focus({ preventScroll: true });
    if (this.changed()) return;
    const { parent, known: answers } = this;
    const fields = { text: text.value, parent, answers: parent && answers, language };
    const asked = { do: "post", fields: { ...fields, mandate: Number(mandate) || null } };
    tell("ask", asked);
    // Nobody took it: the form does what it does without scripts.
    if (!asked.entry) {
      this.unkept = false;
      return this.form.submit();
    }
    this.drafts.sent(this.thread, text.value, parent);
    this.clear();
    tell("room:typing", { thread: this.thread, stopped: true });
    text.focus({ preventScroll: true });
  }

  /** The words are somebody else's now: the outbox's, or another tab's. */
  clear() {
    this.text.value = "";
    this.preview.close();
    this.slotted("error").hidden = true;
    if (this.thread) this.target(this.parent, this.known);
    else this.target(null);
    this.keep();
  }

  /** Words come back to be changed, with all that they were said with; whether they are here now. */
  compose({ text, parent, language, mandate, ...under }) {
    if (!this.form) return false;
    // Two texts in one field would answer one post, and a thread's page opens no other.
    if (this.written) return this.say(word("field-not-empty"));
    if (this.thread && !parent) return this.say(word("begun-in-room"));
    this.slotted("error").hidden = true;
    this.text.value = text;
    this.target(parent, under.answers);
    this.choices.make({ language, mandate: String(mandate ?? "") });
    this.keep(under);
    this.text.focus({ preventScroll: true });
    return true;
  }

  choose() {
    this.choices.show();
    this.keep();
  }

  key(event) {
    // These keys end what an input method is composing; Safari says so by a code only.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.form.requestSubmit();
    else if (event.key === "Escape") this.text.blur();
  }

  typed() {
    this.keep();
    this.preview.close();
    const empty = !this.text.value.trim();
    if (!empty && Date.now() - (this.saidAt ?? 0) > TYPING_EVERY) {
      this.saidAt = Date.now();
      tell("room:typing", { thread: this.thread, stopped: false });
    } else if (empty && this.saidAt) {
      this.saidAt = 0;
      tell("room:typing", { thread: this.thread, stopped: true });
    }
  }

  keep(begun) {
    const written = Boolean(this.text.value.trim());
    if (written && !this.written) this.begin(begun);
    this.written = written;
    const under = { answers: this.known, shown: this.form.elements.shown.value, ...this.choices.made };
    const kept = this.drafts.keep(this.thread, { text: this.text.value, parent: this.parent, ...under });
    this.unkept = written && !kept;
    count(this.text);
  }

  /** A link to reply or to quote on any post of the page. */
  chosen(event) {
    const link = event.target.closest?.("[data-slot=reply], [data-slot=quote]");
    if (!link || event.ctrlKey || event.metaKey) return;
    const seq = Number(link.closest("live-post").dataset.seq);
    link.closest("details")?.removeAttribute("open");
    this.answer(event, seq);
    if (link.dataset.slot === "quote") this.quote(seq);
  }

  async quote(seq) {
    try {
      const { text, wording } = await quotation(`${this.room.posts}${seq}/words/`);
      // Another post was chosen meanwhile.
      if (this.parent !== seq) return;
      // The wording that is quoted; what was written before it came may answer an older one.
      const answers = this.written ? Math.min(wording, this.known ?? wording) : wording;
      const { written } = this;
      insert(this.text, written ? `${text}\n\n` : text, 0, written ? 0 : this.text.value.length);
      this.text.setSelectionRange(this.text.value.length, this.text.value.length);
      this.target(seq, answers);
      if (!written) this.begin({ answers });
      this.keep();
    } catch {
      this.say(word("not-fetched"));
    }
  }

  answer(event, seq, answers) {
    event.preventDefault();
    this.target(seq ?? this.thread, answers);
    this.keep();
    this.text.focus({ preventScroll: true });
  }

  /** Answer post `seq`, as it stands on the page, or (`answers`) in the words that whoever writes has read. */
  target(seq, answers = this.wordingOf(seq)) {
    this.form.elements.parent.value = seq ?? "";
    this.form.elements.answers.value = answers ?? "";
    this.slotted("reply-line").hidden = !seq || seq === this.thread;
    this.slotted("begun").hidden = true;
    const link = this.slotted("reply-target");
    const row = document.getElementById(`post-${seq}`);
    link.href = row ? `#post-${seq}` : `${this.room.posts}${seq}/`;
    const name = row?.querySelector("[data-slot=name]")?.textContent.trim();
    (link.querySelector("bdi") ?? link).textContent = name ?? word("post-number", { n: seq });
  }

  /** How they stand here has changed: silenced, or no longer, or with other mandates. */
  stands({ mandates, silenced }) {
    if (silenced) {
      this.silenced = true;
      return this.end(word(silenced.code));
    }
    // What they may do now, the page knows best.
    if (!this.form || this.silenced) return again();
    this.choices.limit(mandates);
    this.keep();
  }

  say(reason) {
    const error = this.slotted("error");
    error.textContent = reason;
    error.hidden = false;
  }

  /** Nothing more can be said here; what was being written stays in the field, to copy. */
  end(reason) {
    this.ending?.by(() => this.say(reason));
  }
}

customElements.define("post-composer", PostComposer);
