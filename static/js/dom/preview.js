import { token, word } from "dom/page.js";
import { wordsOf } from "dom/words.js";

/** How the words of a form would look: asked of the server, which alone knows; `button` opens and closes it. */
export class Preview {
  constructor(form, button, place) {
    Object.assign(this, { form, button, place });
    this.words = place.querySelector("[data-slot=preview-words]");
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
    if (answer?.language) this.words.lang = answer.language;
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
