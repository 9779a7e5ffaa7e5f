// Whoever only passes over a name does not ask for its card.
const PAUSE = 250;

/**
 * The names of bodies lead to the page of a mandate; pointed at, reached by keyboard or tapped they show its card, which is
 * loaded the first time. Without it, and on a pressed key or button of a mouse, the link is a link.
 */
export function cards(page) {
  let touched = false;
  let waits;
  const linkOf = (event) => event.target.closest?.("a[data-mandate]");
  const show = async (link, sheet) => {
    await import("elements/mandate-card.js");
    const card = page.querySelector("mandate-card") ?? page.body.appendChild(page.createElement("mandate-card"));
    card.show(link, sheet);
  };
  page.addEventListener("pointerdown", ({ pointerType }) => (touched = pointerType !== "mouse"), { capture: true });
  page.addEventListener("keydown", () => (touched = false), { capture: true });
  page.addEventListener("pointerover", (event) => {
    clearTimeout(waits);
    const link = event.pointerType === "mouse" && linkOf(event);
    if (link) waits = setTimeout(() => show(link, false), PAUSE);
  });
  page.addEventListener("focusin", (event) => {
    const link = linkOf(event);
    if (link?.matches(":focus-visible") && !touched) show(link, false);
  });
  page.addEventListener("click", (event) => {
    const link = touched && linkOf(event);
    if (!link) return;
    event.preventDefault();
    show(link, true);
  });
}
