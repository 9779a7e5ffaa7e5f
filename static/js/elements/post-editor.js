import { again } from "dom/again.js";
import { deaf, hear } from "dom/bus.js";
import { count } from "dom/limits.js";
import { Drafts } from "live/drafts.js";

/**
 * <post-editor data-room data-post [data-refused]>: around the form that changes a post's words. Unfinished ones wait in this
 * browser, with the number of the wording that they replace. Slots: begun begun-drop. Fields: text language replaces.
 */
export class PostEditor extends HTMLElement {
  connectedCallback() {
    const { room, post, refused } = this.dataset;
    this.form = this.querySelector("form");
    this.place = `edit ${post}`;
    this.standing = this.form.elements.replaces.value;
    this.drafts = new Drafts({ account: document.documentElement.dataset.reader, room });
    hear(this, { "room:kept": (asked) => (asked.all &&= !this.unkept) });
    this.takeUp(refused !== undefined);
    this.form.addEventListener("input", () => this.keep());
    this.form.addEventListener("submit", () => this.keep({ sent: true }));
    this.querySelector("[data-slot=begun-drop]").addEventListener("click", () => this.drop());
    // Its words may have been saved since, or others put in their place.
    addEventListener("pageshow", ({ persisted }) => persisted && again(), { signal: this.hearing.signal });
  }

  disconnectedCallback() {
    deaf(this);
    this.drafts.close();
  }

  takeUp(refused) {
    const { text } = this.form.elements;
    // What a browser puts back goes: a draft brings the wording that its words replace.
    if (!("touched" in this.form.dataset)) this.form.reset();
    if (refused || text.value !== text.defaultValue) return this.keep();
    const draft = this.drafts.read(this.place);
    // Sent, and something else stands there since: that was it, or what has replaced it.
    if (!draft || draft.text === text.value || (draft.sent && draft.replaces !== this.standing)) return this.keep();
    this.put(draft);
    this.querySelector("[data-slot=begun]").hidden = false;
  }

  put({ text, language, replaces }) {
    const fields = this.form.elements;
    Object.assign(fields.text, { value: text });
    fields.language.value = language;
    fields.replaces.value = replaces;
    count(fields.text);
  }

  /** Back to the words that stand there now. */
  drop() {
    const { text, replaces } = this.form.elements;
    this.form.reset();
    // Hidden fields are not reset by browsers.
    replaces.value = this.standing;
    this.querySelector("[data-slot=begun]").hidden = true;
    this.keep();
    count(text);
    text.focus();
  }

  keep({ sent = false } = {}) {
    const { text, language, replaces } = this.form.elements;
    const changed = text.value !== text.defaultValue || this.dataset.refused !== undefined;
    const words = { text: changed ? text.value : "", language: language.value, replaces: replaces.value, sent };
    const kept = this.drafts.keep(this.place, words);
    this.unkept = changed && !sent && !kept;
  }
}

customElements.define("post-editor", PostEditor);
