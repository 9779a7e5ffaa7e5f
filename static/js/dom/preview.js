import { token } from "dom/page.js";
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
    const headers = { Accept: "application/json", "X-CSRFToken": token() };
    const answer = await fetch(this.button.formAction, { method: "POST", headers, body: new FormData(this.form) })
      .then((response) => response.json())
      .catch(() => null);
    // Without a line the button says nothing new; what was typed stands where it was.
    if (!answer) return;
    this.words.replaceChildren(answer.error ? answer.error.message : wordsOf(answer.html));
    if (answer.language) this.words.lang = answer.language;
    this.show(true);
  }

  close() {
    if (!this.place.hidden) this.show(false);
  }

  show(open) {
    this.place.hidden = !open;
    this.button.setAttribute("aria-expanded", open);
  }
}
