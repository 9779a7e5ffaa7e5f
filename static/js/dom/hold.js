/** On a phone the form folds when somebody taps elsewhere: only after that tap has hit what it was meant for. */
export function holdOpen(form, signal) {
  const hold = ({ target }) => {
    if (!form.matches(":focus-within") || form.contains(target)) return;
    form.toggleAttribute("data-held", true);
    const free = () => requestAnimationFrame(() => form.removeAttribute("data-held"));
    for (const name of ["click", "pointercancel"]) document.addEventListener(name, free, { once: true, signal });
  };
  document.addEventListener("pointerdown", hold, { capture: true, signal });
}
