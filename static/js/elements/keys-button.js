import { tell } from "dom/bus.js";
import { word } from "dom/page.js";

/** <keys-button>: opens the list of keys, for who does not guess "?". */
export class KeysButton extends HTMLElement {
  connectedCallback() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--small";
    button.textContent = word("help");
    button.addEventListener("click", () => tell("room:help"));
    this.replaceChildren(button);
  }
}

customElements.define("keys-button", KeysButton);
