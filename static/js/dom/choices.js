import { word } from "dom/page.js";

/** The language of words, and for whom they are said; `say` tells a person why a choice does not hold. */
export class Choices {
  constructor(form, say) {
    const { language, mandate } = form.elements;
    Object.assign(this, { form, language, mandate, say });
    this.show();
  }

  /** {language, mandate}: "" for one that is guessed, and for oneself. */
  get made() {
    return { language: this.language.value, mandate: this.mandate?.value ?? "" };
  }

  /** What was chosen before; never another body in place of one that cannot be chosen any more. */
  make({ language, mandate }) {
    if (language !== undefined) this.language.value = offers(this.language, language) ? language : "";
    const usable = !mandate || offers(this.mandate, mandate);
    if (mandate !== undefined && this.mandate) this.mandate.value = usable ? mandate : "";
    if (!usable) this.say(word("mandate-ended"));
    this.show();
  }

  /** Only `mandates` can be used now. One that was chosen and has ended is told, before anything is sent under it. */
  limit(mandates) {
    const { mandate } = this.made;
    const usable = new Set(["", ...mandates.map((each) => String(each.mandate))]);
    for (const option of [...(this.mandate?.options ?? [])]) if (!usable.has(option.value)) option.remove();
    this.make({ mandate });
  }

  /** The line that says for whom the words will be said. */
  show() {
    const { mandate } = this.made;
    for (const line of this.form.querySelectorAll("[data-capacity]")) line.hidden = line.dataset.capacity !== mandate;
  }
}

function offers(select, choice) {
  return [...(select?.options ?? [])].some(({ value, disabled }) => value === choice && !disabled);
}
