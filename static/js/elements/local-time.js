const DAY = 86_400_000;

/** <local-time datetime="…">: a moment in the reader's own zone and language; the server's text stands until then. */
export class LocalTime extends HTMLElement {
  static observedAttributes = ["datetime"];

  attributeChangedCallback() {
    const moment = new Date(this.getAttribute("datetime"));
    if (Number.isNaN(moment.getTime())) return;
    // Our English is British, as on the server.
    const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
    const near = Math.abs(Date.now() - moment) < DAY / 2;
    const shape = near ? { timeStyle: "short" } : { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
    this.textContent = new Intl.DateTimeFormat(language, shape).format(moment);
    this.title = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "long" }).format(moment);
  }
}

customElements.define("local-time", LocalTime);
