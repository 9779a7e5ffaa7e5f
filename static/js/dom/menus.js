/** Menus are <details>: they open by themselves; here they also close on Escape and when the person turns elsewhere. */
export function menus(page) {
  const open = () => page.querySelectorAll("details[data-menu][open]");
  page.addEventListener("click", ({ target }) => {
    for (const menu of open()) if (!menu.contains(target)) menu.open = false;
  });
  page.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
