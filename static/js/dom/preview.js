import { langOf, languageName } from "dom/names.js";
import { token, word } from "dom/page.js";
import { wordsOf } from "dom/words.js";

/** How the words of a form would look: asked of the server, which alone knows; `button` opens and closes it. */
export class Preview {
  constructor(form, button, place) {
    Object.assign(this, { form, button, place });
    this.words = place.querySelector("[data-slot=preview-words]");
    this.language = place.querySelector("[data-slot=preview-language]");
  }

  toggle() {
    return this.place.hidden ? this.open() : this.close();
  }

  async open() {
    const asked = (this.asked = {});
    const headers = { Accept: "application/json", "X-CSRFToken": token() };
    const answer = await fetch(this.button.formAction, { method: "POST", headers, body: new FormData(this.form) })
      .then((response) => response.json())
      .catch(() => null);
    // Other words were typed meanwhile, or it was asked for once more.
    if (this.asked !== asked) return;
    if (!answer) this.words.replaceChildren(word("not-fetched"));
    else this.words.replaceChildren(answer.error ? answer.error.message : wordsOf(answer.html));
    // Also what was guessed: in time to choose another.
    this.language.textContent = answer?.language ? languageName(answer.language) : "";
    if (answer?.language) this.words.lang = langOf(answer.language);
    this.show(true);
  }

  close() {
    this.asked = null;
    if (!this.place.hidden) this.show(false);
  }

  show(open) {
    this.place.hidden = !open;
    this.button.setAttribute("aria-expanded", open);
  }
}
