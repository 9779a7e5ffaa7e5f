import { word } from "dom/page.js";

// As the server folds its rows (dialogue/rooms/drawing.py): letters on phones, everywhere, and of a minute's reading.
const ON_PHONES = 600;
const EVERYWHERE = 1800;
const A_MINUTE = 1000;
const A_MINUTE_OF_SIGNS = 400;

/** Fold words of `length` letters: `unfold` is the <details> below them. */
export function fold(unfold, length, language) {
  unfold.open = false;
  unfold.hidden = length <= ON_PHONES;
  unfold.classList.toggle("unfold--narrow", length <= EVERYWHERE);
  const minutes = Math.round(length / (/^(ja|ko|zh)/.test(language) ? A_MINUTE_OF_SIGNS : A_MINUTE));
  const on = minutes > 1 ? word("read-on-minutes", { n: minutes }) : word("read-on");
  unfold.querySelector("[data-slot=read-on]").textContent = on;
}

/** Who folds words again stays at them: their beginning comes back where it has left the screen. */
export function stayAtFold(post) {
  post.addEventListener("toggle", ({ target }) => {
    const folded = target.matches?.(".unfold") && !target.open;
    if (folded && post.getBoundingClientRect().top < 0) post.scrollIntoView({ block: "start" });
  }, { capture: true });
}
