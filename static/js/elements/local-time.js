import { dateLanguage } from "dom/page.js";

/** <local-time datetime="…">: a moment in the reader's own zone and language; the server's text stands until then. */
export class LocalTime extends HTMLElement {
  static observedAttributes = ["datetime"];

  attributeChangedCallback() {
    this.show();
  }

  show() {
    const moment = new Date(this.getAttribute("datetime"));
    if (Number.isNaN(moment.getTime())) return;
    const language = dateLanguage();
    this.textContent = new Intl.DateTimeFormat(language, shapeOf(moment, new Date())).format(moment);
    this.title = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "long" }).format(moment);
  }
}

/** Today the time; the day before that, and the year where it is another. */
function shapeOf(moment, now) {
  if (moment.toDateString() === now.toDateString()) return { timeStyle: "short" };
  const year = moment.getFullYear() === now.getFullYear() ? {} : { year: "numeric" };
  return { day: "numeric", month: "short", ...year, hour: "2-digit", minute: "2-digit" };
}

customElements.define("local-time", LocalTime);

/** A page stays open over midnight: then what was said today was said yesterday. */
let today = new Date().toDateString();
function dawn() {
  const now = new Date().toDateString();
  if (now === today) return;
  today = now;
  for (const each of document.querySelectorAll("local-time")) each.show();
}
setInterval(dawn, 60_000);
document.addEventListener("visibilitychange", dawn);
