import { partOf } from "dom/words.js";

// Long enough to reach the card from the name, and to come back.
const LEAVES = 300;
const EDGE = 8;

/**
 * <mandate-card>: one for the page. It says how a mandate stands now, beside the name of its body; Escape, the button, a press
 * elsewhere, or leaving both the name and the card closes it. On a phone it is a sheet at the bottom.
 */
export class MandateCard extends HTMLElement {
  connectedCallback() {
    this.id = "mandate-card";
    const { signal } = (this.ears = new AbortController());
    const heard = { signal, capture: true };
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.escape(event), heard);
    document.addEventListener("click", ({ target }) => !this.holds(target) && this.hide(), heard);
    document.addEventListener("focusin", ({ target }) => !this.holds(target) && this.hide(), heard);
    document.addEventListener("pointerover", (event) => this.over(event), { signal });
    addEventListener("scroll", (event) => !this.contains(event.target) && this.place(), { ...heard, passive: true });
    addEventListener("resize", () => this.place(), { signal });
  }

  disconnectedCallback() {
    this.ears.abort();
    clearTimeout(this.leaving);
  }

  get open() {
    return this.hasAttribute("open");
  }

  holds(target) {
    return this.contains(target) || Boolean(this.link?.contains(target));
  }

  async show(link, sheet) {
    clearTimeout(this.leaving);
    if (link === this.link || (link === this.left && !sheet)) return;
    this.hide();
    this.link = link;
    const text = await this.fetch(link);
    // Meanwhile somebody may have gone on, or the post may have left the page.
    if (this.link !== link || !link.isConnected) return;
    if (!text) return this.hide();
    this.replaceChildren(partOf(text));
    this.toggleAttribute("data-sheet", sheet);
    this.setAttribute("role", sheet ? "dialog" : "note");
    this.setAttribute("aria-label", link.textContent.trim());
    this.querySelector("[data-close]").addEventListener("click", () => this.close());
    this.toggleAttribute("open", true);
    link.setAttribute("aria-describedby", this.id);
    this.place();
    if (sheet) this.querySelector("[data-close]").focus();
  }

  /** The day of the post beside it goes along; without an answer the link is still a link. */
  async fetch(link) {
    const said = link.closest("live-post, article, li")?.querySelector("local-time")?.getAttribute("datetime");
    const day = said ? `?on=${new Date(said).toISOString().slice(0, 10)}` : "";
    try {
      const response = await fetch(`${link.pathname}card/${day}`);
      return response.ok ? await response.text() : "";
    } catch {
      return "";
    }
  }

  /** Under the name, or above it where there is no room below; never outside of the window. */
  place() {
    if (!this.open || this.hasAttribute("data-sheet")) return this.style.removeProperty("inset");
    const name = this.link.getBoundingClientRect();
    if (!this.link.isConnected || name.bottom < 0 || name.top > innerHeight) return this.hide();
    const { offsetWidth: width, offsetHeight: height } = this;
    const rtl = document.documentElement.dir === "rtl";
    const left = Math.max(EDGE, Math.min(rtl ? name.right - width : name.left, innerWidth - width - EDGE));
    const below = name.bottom + height + EDGE <= innerHeight || name.top < height + EDGE;
    const top = below ? Math.min(name.bottom + 4, innerHeight - height - EDGE) : name.top - height - 4;
    this.style.setProperty("inset", `${Math.max(EDGE, top)}px auto auto ${left}px`);
  }

  over({ target, pointerType }) {
    clearTimeout(this.leaving);
    const kept = this.hasAttribute("data-sheet") || this.holds(target) || this.holds(document.activeElement);
    if (this.link && pointerType === "mouse" && !kept) this.leaving = setTimeout(() => this.hide(), LEAVES);
  }

  escape(event) {
    if (!this.open) return;
    event.stopPropagation();
    this.close();
  }

  /** Whoever was in it goes back to the name, which does not open it again by that. */
  close() {
    const { link } = this;
    const inside = this.contains(document.activeElement);
    this.hide();
    if (!inside) return;
    this.left = link;
    link.focus({ preventScroll: true });
    setTimeout(() => (this.left = null), LEAVES);
  }

  hide() {
    this.link?.removeAttribute("aria-describedby");
    this.link = null;
    this.toggleAttribute("open", false);
  }
}

customElements.define("mandate-card", MandateCard);
