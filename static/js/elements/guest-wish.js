import { deaf, hear } from "dom/bus.js";
import { forget, wishFor } from "live/wish.js";

/** <guest-wish>: asks a guest who reacts to sign in, where they stand; what they pressed is done when they come back. */
export class GuestWish extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.dialog.addEventListener("close", () => this.dialog.returnValue !== "go" && forget());
    this.dialog.addEventListener("click", ({ target }) => {
      if (target.matches("a")) this.dialog.close("go");
      else if (target === this.dialog || target.matches("[data-slot=not-now]")) this.dialog.close();
    });
    hear(this, { "room:wished": (wish) => this.ask(wish) });
  }

  disconnectedCallback() {
    deaf(this);
  }

  ask({ post, kind, label, name }) {
    this.querySelector("[data-slot=wish]").textContent = label;
    this.querySelector("[data-slot=of]").textContent = name;
    this.querySelector("[data-slot=kept]").hidden = !wishFor({ room: this.dataset.room, post, kind });
    const back = encodeURIComponent(`${location.pathname}?around=${post}#post-${post}`);
    for (const link of this.querySelectorAll("a")) link.href = `${link.href.split("?")[0]}?next=${back}`;
    this.dialog.returnValue = "";
    this.dialog.showModal();
  }
}

customElements.define("guest-wish", GuestWish);
