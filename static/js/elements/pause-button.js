import { deaf, hear, tell } from "dom/bus.js";
import { word } from "dom/page.js";

/** <pause-button>: holds what is new until the reader goes on; the pill counts it meanwhile. */
export class PauseButton extends HTMLElement {
  connectedCallback() {
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "button button--small";
    this.button.addEventListener("click", () => tell("room:pause"));
    this.replaceChildren(this.button);
    this.show(false);
    hear(this, { "room:paused": (paused) => this.show(paused) });
  }

  disconnectedCallback() {
    deaf(this);
  }

  show(paused) {
    this.button.textContent = word(paused ? "resume" : "pause");
    this.button.setAttribute("aria-pressed", paused);
  }
}

customElements.define("pause-button", PauseButton);
