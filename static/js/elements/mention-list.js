import { insert } from "dom/insert.js";

const MOST = 6;
// Letters that Unicode does not take apart.
const APART = { ı: "i", ł: "l", đ: "d", ø: "o", ß: "ss", æ: "ae", œ: "oe" };

/**
 * <mention-list data-label>: before the field where somebody writes. After "@" it offers the people of this page whose names
 * begin so; arrows choose, Enter or Tab takes, Escape leaves.
 */
export class MentionList extends HTMLElement {
  connectedCallback() {
    this.field = this.nextElementSibling;
    this.id = "mentions";
    this.hidden = true;
    this.setAttribute("role", "listbox");
    this.setAttribute("aria-label", this.dataset.label);
    this.field.setAttribute("aria-controls", this.id);
    this.field.setAttribute("aria-autocomplete", "list");
    this.field.addEventListener("input", () => this.look());
    this.field.addEventListener("keydown", (event) => this.key(event), { capture: true });
    this.field.addEventListener("blur", () => this.close());
    this.moved = () => !this.hidden && this.begun()?.[0] !== this.looked && this.look();
    document.addEventListener("selectionchange", this.moved);
    // Taken before the field loses the focus.
    this.addEventListener("pointerdown", (event) => this.taken(event));
  }

  disconnectedCallback() {
    document.removeEventListener("selectionchange", this.moved);
  }

  /** What stands between the last "@" and the caret, when it begins a word. */
  begun() {
    const before = this.field.value.slice(0, this.field.selectionStart);
    return /(?:^|[\s\p{P}])@(\p{L}[\p{L}\p{M}'’ -]{0,40})?$/u.exec(before);
  }

  look() {
    const begun = this.begun();
    this.looked = begun?.[0];
    const start = folded(begun?.[1] ?? "");
    const names = begun ? people().filter((name) => ` ${folded(name)}`.includes(` ${start}`)).slice(0, MOST) : [];
    if (!names.length) return this.close();
    this.replaceChildren(...names.map(option));
    this.hidden = false;
    this.choose(0);
  }

  choose(place) {
    const options = [...this.children];
    this.place = (place + options.length) % options.length;
    for (const [number, each] of options.entries()) each.setAttribute("aria-selected", number === this.place);
    this.field.setAttribute("aria-activedescendant", options[this.place].id);
  }

  key(event) {
    // The field may have been emptied, or the caret have moved, a moment ago.
    if (!this.begun()) this.close();
    // Safari says by a code only that an input method ends its composition.
    if (this.hidden || event.isComposing || event.keyCode === 229) return;
    const acts = {
      ArrowDown: () => this.choose(this.place + 1),
      ArrowUp: () => this.choose(this.place - 1),
      Enter: () => this.take(this.children[this.place].textContent),
      Tab: () => this.take(this.children[this.place].textContent),
      Escape: () => this.close(),
    };
    if (!acts[event.key] || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    acts[event.key]();
  }

  taken(event) {
    event.preventDefault();
    const chosen = event.target.closest("[role=option]");
    if (chosen) this.take(chosen.textContent);
  }

  take(name) {
    const end = this.field.selectionStart;
    const start = end - (this.begun()?.[1] ?? "").length;
    this.close();
    insert(this.field, `${name} `, start, end);
  }

  close() {
    this.hidden = true;
    this.field.removeAttribute("aria-activedescendant");
  }
}

/** Without what keyboards leave out: capitals and accents. Any part of a name may be typed. */
function folded(name) {
  const letters = name.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
  return letters.replace(/[ıłđøßæœ]/gu, (letter) => APART[letter]).replace(/[\s-]+/gu, " ");
}

/** The names of those whose posts stand on this page, the latest first. */
function people() {
  const names = [...document.querySelectorAll("live-post [data-slot=name]")].map((name) => name.textContent.trim());
  return [...new Set(names.reverse())].filter(Boolean);
}

function option(name, number) {
  const made = document.createElement("div");
  made.id = `mention-${number}`;
  made.setAttribute("role", "option");
  made.dir = "auto";
  made.textContent = name;
  return made;
}

customElements.define("mention-list", MentionList);
