import { choose } from "dom/page.js";

// Remaining characters are told only when they become few.
const FEW = 500;
// A page may hold the same form many times.
let named = 0;

/** Fields with data-limit say how much room is left, and how much is too much; nothing is cut off (dialogue/text/limits.py). */
export function limits(root) {
  for (const field of root.querySelectorAll("textarea[data-limit]")) {
    field.addEventListener("input", () => count(field));
    count(field);
  }
}

/** Say again how `field` stands: after a script has changed its words. A form with too much in it is not sent. */
export function count(field) {
  const place = placeOf(field);
  // As the server counts: characters of Unicode, not the halves of some that JavaScript counts.
  const left = Number(field.dataset.limit) - [...field.value].length;
  const forms = JSON.parse(field.dataset.words);
  place.textContent = left >= FEW ? "" : choose(left < 0 ? forms.over : forms.left, Math.abs(left));
  place.toggleAttribute("data-over", left < 0);
  field.setCustomValidity(left < 0 ? place.textContent : "");
  field.toggleAttribute("data-over", left < 0);
}

function placeOf(field) {
  const there = document.getElementById(`${field.id}-left`);
  if (there) return there;
  field.id ||= `field-${field.name}-${++named}`;
  const place = Object.assign(document.createElement("span"), { className: "left", id: `${field.id}-left` });
  place.setAttribute("aria-live", "polite");
  field.after(place);
  return place;
}
