/** <sift-form>: around the form that picks out posts; a choice takes effect at once, and asks for nothing it need not. */
export class SiftForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.form.querySelector("button").hidden = true;
    this.form.addEventListener("change", () => this.show());
  }

  show() {
    const asked = new URLSearchParams([...new FormData(this.form)].filter(([, value]) => value));
    location.assign(asked.size ? `${this.form.action}?${asked}` : this.form.action);
  }
}

customElements.define("sift-form", SiftForm);
