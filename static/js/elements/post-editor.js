import { again } from "dom/again.js";
import { deaf, hear } from "dom/bus.js";
import { count } from "dom/limits.js";
import { token } from "dom/page.js";
import { clock } from "live/clock.js";
import { Drafts } from "live/drafts.js";
import { Forms } from "live/forms.js";

/**
 * <post-editor data-room data-post data-then [data-refused]>: around the form that changes a post's words. Unfinished ones wait in this
 * browser, with the number of the wording that they replace, until the forum has them.
 * Slots: begun begun-drop not-saved. Fields: key text language replaces.
 */
export class PostEditor extends HTMLElement {
  connectedCallback() {
    const { room, post, refused } = this.dataset;
    this.form = this.querySelector("form");
    this.fields = this.form.elements;
    this.place = `edit ${post}`;
    this.standing = this.fields.replaces.value;
    this.drafts = new Drafts({ account: document.documentElement.dataset.reader, room });
    hear(this, { "room:kept": (asked) => (asked.all &&= !this.unkept) });
    this.takeUp(refused !== undefined);
    this.form.addEventListener("input", () => this.keep());
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.slotted("begun-drop").addEventListener("click", () => this.drop());
    // Its words may have been saved since, or others put in their place.
    addEventListener("pageshow", ({ persisted }) => persisted && again(), { signal: this.hearing.signal });
  }

  disconnectedCallback() {
    deaf(this);
    this.drafts.close();
  }

  slotted(name) {
    return this.querySelector(`[data-slot="${name}"]`);
  }

  takeUp(refused) {
    const { text } = this.fields;
    // What a browser puts back goes: a draft brings the wording that its words replace.
    if (!("touched" in this.form.dataset)) this.form.reset();
    if (refused) return this.keep();
    if (text.value !== text.defaultValue) {
      // Written before this script had come: what was begun before waits, as that of a closed tab does.
      this.drafts.leave(this.place);
      return this.keep();
    }
    const draft = this.drafts.read(this.place);
    if (!draft || draft.text === text.value) return this.keep();
    text.value = draft.text;
    this.fields.language.value = draft.language;
    this.fields.replaces.value = draft.replaces;
    count(text);
    this.slotted("begun").hidden = false;
  }

  /** Back to the words that stand there now. */
  drop() {
    const { text, replaces } = this.fields;
    this.drafts.sent(this.place, text.value);
    this.form.reset();
    // Browsers do not reset hidden fields.
    replaces.value = this.standing;
    this.slotted("begun").hidden = true;
    count(text);
    text.focus();
  }

  /** Words are let go of once the forum has them. What it refuses, the form sends as it does without scripts, to show why. */
  async submit(event) {
    event.preventDefault();
    if (this.sending) return;
    this.sending = true;
    const { key, text, language, replaces } = this.fields;
    const fields = { post: this.dataset.post, text: text.value, language: language.value, replaces: replaces.value };
    const forms = new Forms({ room: new URL("../../../", this.form.action), token, clock });
    const answer = await forms.send({ do: "edit", key: key.value, fields });
    this.sending = false;
    this.slotted("not-saved").hidden = Boolean(answer);
    if (!answer) return;
    this.unkept = false;
    if (answer.error) return this.form.submit();
    this.drafts.sent(this.place, fields.text);
    location.assign(this.dataset.then);
  }

  keep() {
    const { text, language, replaces } = this.fields;
    const changed = text.value !== text.defaultValue || this.dataset.refused !== undefined;
    const words = { text: changed ? text.value : "", language: language.value, replaces: replaces.value };
    this.unkept = !this.drafts.keep(this.place, words) && words.text.trim() !== "";
  }
}

customElements.define("post-editor", PostEditor);
