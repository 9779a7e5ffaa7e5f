import { deaf, hear, tell } from "dom/bus.js";
import { count } from "dom/limits.js";
import { plural, word } from "dom/page.js";
import { Preview } from "dom/preview.js";
import { quotation } from "dom/quotation.js";
import { Drafts } from "live/drafts.js";

const TYPING_EVERY = 3000;

/**
 * <post-composer data-wait>: the form to speak. Without a script it posts by itself.
 * Slots: reply-line reply-target cancel error send countdown why why-not. Fields: text parent answers shown language mandate.
 */
export class PostComposer extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.room = this.closest("live-room").dataset;
    hear(this, {
      "live:room.closed": () => this.end(word("closed")),
      "live:room.opened": () => location.reload(),
      "live:standing": ({ data }) => this.stands(data),
      "room:slow": ({ wait }) => this.countDown(wait),
      "room:compose": (fields) => this.compose(fields),
    });
    if (!this.form) return;
    this.text = this.form.elements.text;
    this.thread = Number(this.room.thread) || null;
    this.drafts = new Drafts({ account: this.room.me, room: this.room.slug });
    this.drafts.elsewhere(this.thread, (text) => this.text.value === text && this.clear());
    this.takeUp();
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.text.addEventListener("input", () => this.typed());
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.form.elements.mandate?.addEventListener("change", () => this.capacity());
    this.capacity();
    this.slotted("cancel")?.addEventListener("click", (event) => this.answer(event, null));
    this.preview = new Preview(this.form, this.slotted("look"), this.slotted("preview"));
    const { signal } = this.hearing;
    document.addEventListener("click", (event) => this.chosen(event), { signal });
    document.addEventListener("pointerdown", (event) => this.hold(event), { capture: true, signal });
    if (Number(this.dataset.wait)) this.countDown(Number(this.dataset.wait) * 1000);
  }

  disconnectedCallback() {
    deaf(this);
    clearInterval(this.clock);
    this.drafts?.close();
  }

  slotted(name) {
    return this.querySelector(`[data-slot="${name}"]`);
  }

  takeUp() {
    const { parent } = this.form.elements;
    const draft = this.text.value ? this.drafts.own(this.thread) : this.drafts.read(this.thread);
    if (draft && !this.text.value) this.text.value = draft.text;
    this.written = Boolean(this.text.value.trim());
    // Also what the browser itself put back into the field must be seen.
    const answered = Number(parent.value) || draft?.parent;
    if (answered) this.target(answered, answered === Number(parent.value) ? this.known : undefined);
    // What the server drew in the field goes with the numbers that it drew.
    if (!this.text.defaultValue && draft?.text === this.text.value && draft.parent === this.parent) this.begin(draft);
  }

  /** The number of the post that is answered; null for none. */
  get parent() {
    return Number(this.form.elements.parent.value) || null;
  }

  /** The wording of it that the words in the field answer; null where nobody knows. */
  get known() {
    return Number(this.form.elements.answers.value) || null;
  }

  /** Words are begun under what the page shows now, or (`draft`) showed then. What changes while they are written is not taken
   * for read. */
  begin({ answers = wordingOf(this.parent), shown = this.room.shown } = {}) {
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
    const { text, language, mandate } = this.form.elements;
    if (!text.value.trim()) return text.focus();
    if (this.changed()) return;
    const { parent, known: answers } = this;
    const fields = { text: text.value, parent, answers: parent && answers, language: language.value };
    const asked = { do: "post", fields: { ...fields, mandate: Number(mandate?.value) || null } };
    tell("ask", asked);
    // Nobody took it: the form does what it does without scripts.
    if (!asked.entry) return this.form.submit();
    this.drafts.sent(this.thread, text.value);
    this.clear();
    tell("room:typing", { thread: this.thread, stopped: true });
    text.focus();
  }

  /** The words are somebody else's now: the outbox's, or another tab's. */
  clear() {
    this.text.value = "";
    this.preview.close();
    this.slotted("error").hidden = true;
    if (!this.thread) this.target(null);
    this.keep();
  }

  compose({ text, parent, ...under }) {
    if (!this.form) return;
    this.text.value = this.text.value ? `${text}\n\n${this.text.value}` : text;
    if (parent) this.target(parent, under.answers);
    this.keep(under);
    this.text.focus();
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
    const under = { answers: this.known, shown: this.form.elements.shown.value };
    this.drafts.keep(this.thread, { text: this.text.value, parent: this.parent, ...under });
    count(this.text);
  }

  /** On a phone the form folds when somebody taps elsewhere: only after that tap has hit what it was meant for. */
  hold({ target }) {
    if (!this.form.matches(":focus-within") || this.form.contains(target)) return;
    this.form.toggleAttribute("data-held", true);
    const free = () => requestAnimationFrame(() => this.form.removeAttribute("data-held"));
    for (const name of ["click", "pointercancel"]) document.addEventListener(name, free, { once: true, signal: this.hearing.signal });
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
      this.text.value = this.written ? `${text}\n\n${this.text.value}` : text;
      this.target(seq, answers);
      this.keep({ answers });
      this.text.focus();
    } catch {
      this.say(word("not-fetched"));
    }
  }

  answer(event, seq) {
    event.preventDefault();
    this.target(seq ?? this.thread);
    this.keep();
    this.text.focus();
  }

  /** Answer post `seq`, as it stands on the page, or (`answers`) in the words that whoever writes has read. */
  target(seq, answers = wordingOf(seq)) {
    this.form.elements.parent.value = seq ?? "";
    this.form.elements.answers.value = answers ?? "";
    this.slotted("reply-line").hidden = !seq || seq === this.thread;
    const link = this.slotted("reply-target");
    link.href = `#post-${seq}`;
    const name = document.querySelector(`#post-${seq} [data-slot=name]`)?.textContent.trim();
    (link.querySelector("bdi") ?? link).textContent = name ?? word("post-number", { n: seq });
  }

  /** `wait` milliseconds from now, whatever becomes of the machine's clock meanwhile. */
  countDown(wait) {
    clearInterval(this.clock);
    const until = performance.now() + wait;
    const tick = () => {
      const left = Math.ceil((until - performance.now()) / 1000);
      this.slotted("countdown").textContent = left > 0 ? `(${left})` : "";
      this.slotted("why").hidden = left <= 0;
      if (left > 0) this.slotted("why").textContent = plural("slow", left);
      else clearInterval(this.clock);
    };
    this.clock = setInterval(tick, 1000);
    tick();
  }

  /** How they stand here has changed: silenced, or no longer, or with other mandates. */
  stands({ mandates, silenced }) {
    if (silenced) {
      this.silenced = true;
      return this.end(word(silenced.code));
    }
    // What they may do now, the page knows best.
    if (!this.form || this.silenced) return location.reload();
    this.speaksFor(mandates);
  }

  /** The mandates that can be used now. One that was chosen and has ended is told, before anything is sent under it. */
  speaksFor(mandates) {
    const choice = this.form.elements.mandate;
    if (!choice) return;
    const usable = new Set(["", ...mandates.map(({ mandate }) => String(mandate))]);
    const ended = [...choice.options].filter(({ value }) => !usable.has(value));
    const chosen = ended.find(({ selected }) => selected);
    for (const option of ended) option.remove();
    if (chosen) this.say(word("mandate-ended"));
    this.capacity();
  }

  /** The line that says for whom the words will be said. */
  capacity() {
    const chosen = this.form.elements.mandate?.value;
    for (const line of this.querySelectorAll("[data-capacity]")) line.hidden = line.dataset.capacity !== chosen;
  }

  say(reason) {
    const error = this.slotted("error");
    error.textContent = reason;
    error.hidden = false;
  }

  /** Nothing more can be said here; what was being written stays in the field, to copy. */
  end(reason) {
    if (!this.form) return;
    this.say(reason);
    this.slotted("send").disabled = true;
  }
}

/** The number of the words of post `seq` that the page shows (Post.wording); undefined where it shows none. */
function wordingOf(seq) {
  return Number(document.getElementById(`post-${seq}`)?.dataset.wording) || undefined;
}

customElements.define("post-composer", PostComposer);
