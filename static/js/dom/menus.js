/**
 * Menus are <details>: they open by themselves; here they also close on Escape and when the person turns elsewhere, and
 * open upwards where there is no room below.
 */
export function menus(page) {
  page.addEventListener("toggle", ({ target }) => target.matches?.("[data-menu][open]") && place(target), { capture: true });
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

function place(menu) {
  const list = menu.querySelector(".menu__list");
  list.classList.remove("menu__list--up");
  const { bottom, height } = list.getBoundingClientRect();
  const dock = document.querySelector(".dock")?.getBoundingClientRect().top ?? innerHeight;
  const above = menu.getBoundingClientRect().top;
  list.classList.toggle("menu__list--up", bottom > Math.min(dock, innerHeight) && above > height);
}
