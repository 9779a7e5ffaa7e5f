import { tell } from "dom/bus.js";
import { word } from "dom/page.js";
import { local } from "live/storage.js";

const KEYS = ["j", "k", "r", "c", "n", "p", "?"];

/** <help-sheet>: the keys of a room, and a list of them behind "?". Never while somebody writes. */
export class HelpSheet extends HTMLElement {
  connectedCallback() {
    this.ears = new AbortController();
    document.addEventListener("keydown", (event) => this.press(event), { signal: this.ears.signal });
    document.addEventListener("room:help", () => this.open(), { signal: this.ears.signal });
  }

  disconnectedCallback() {
    this.ears.abort();
  }

  press(event) {
    const key = keyOf(event);
    // Single keys can get in the way of speech input and slips of the hand: they can be switched off (WCAG 2.1.4).
    if (this.off && key !== "?") return;
    const writing = event.target.closest?.("input, textarea, select, [contenteditable], dialog[open]");
    if (writing || event.ctrlKey || event.metaKey || event.altKey || !KEYS.includes(key)) return;
    event.preventDefault();
    const act = {
      j: () => this.step(1),
      k: () => this.step(-1),
      r: () => this.current()?.querySelector("[data-slot=reply]")?.click(),
      c: () => document.getElementById("say-text")?.focus(),
      n: () => tell("room:onward"),
      p: () => tell("room:pause"),
      "?": () => this.open(),
    };
    act[key]();
  }

  get off() {
    return (this.keys ?? local.get("keys")) === "off";
  }

  set off(off) {
    this.keys = off ? "off" : "on";
    local.set("keys", this.keys);
  }

  rows() {
    return [...document.querySelectorAll(".stream > live-post")];
  }

  current() {
    return document.activeElement?.closest("live-post");
  }

  step(by) {
    const rows = this.rows();
    const next = rows[this.current() ? rows.indexOf(this.current()) + by : rows.length - 1];
    if (!next) return;
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
  }

  open() {
    this.sheet ??= this.make();
    this.sheet.showModal();
  }

  make() {
    const sheet = document.createElement("dialog");
    sheet.className = "help";
    const title = document.createElement("h2");
    title.textContent = word("help");
    const list = document.createElement("dl");
    for (const key of KEYS) {
      const term = document.createElement("dt");
      const name = document.createElement("kbd");
      name.textContent = key;
      term.append(name);
      const meaning = document.createElement("dd");
      meaning.textContent = word(`key-${key}`);
      list.append(term, meaning);
    }
    const label = document.createElement("label");
    const use = document.createElement("input");
    use.type = "checkbox";
    use.checked = !this.off;
    use.addEventListener("change", () => (this.off = !use.checked));
    label.append(use, ` ${word("use-keys")}`);
    const close = document.createElement("button");
    close.className = "button";
    close.textContent = word("close");
    close.addEventListener("click", () => sheet.close());
    sheet.append(title, list, label, close);
    sheet.setAttribute("aria-label", title.textContent);
    this.append(sheet);
    return sheet;
  }
}

/** By its place on the keyboard where that writes no Latin letters: Russian, Greek, Arabic. */
function keyOf({ key, code }) {
  if (key === "؟") return "?";
  const letter = /^Key([A-Z])$/.exec(code ?? "")?.[1].toLowerCase();
  return letter && !/^[\p{Script=Latin}]$/u.test(key) ? letter : key;
}

customElements.define("help-sheet", HelpSheet);
