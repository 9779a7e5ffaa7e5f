import { deaf, hear } from "dom/bus.js";
import { mark } from "dom/marks.js";
import { countryName } from "dom/names.js";
import { sectorWord } from "dom/page.js";

/**
 * <presence-bar>: around the side "Who is here". Keeps the lists [data-slot=here] (sectors) and [data-slot=countries]
 * as people come and go, and the voices ([data-slot=voices-key] li[data-posts], svg.voices) as they speak.
 */
export class PresenceBar extends HTMLElement {
  connectedCallback() {
    hear(this, {
      "live:presence": ({ data }) => this.show(data),
      "live:post.said": ({ data }) => this.spoke(data.sector),
    });
  }

  disconnectedCallback() {
    deaf(this);
  }

  show({ sectors, countries }) {
    this.list("here", sectors, (sector) => [mark(sector), span(sectorWord(sector))]);
    this.list("countries", countries, (code) => [span(countryName(code))]);
  }

  list(slot, counts, cells) {
    const place = this.querySelector(`[data-slot=${slot}]`);
    if (!place) return;
    const rows = Object.entries(counts).sort(([, one], [, other]) => other - one);
    const items = rows.map(([name, number]) => {
      const item = document.createElement("li");
      if (slot === "here") item.dataset.sector = name;
      const count = document.createElement("b");
      count.textContent = number.toLocaleString(document.documentElement.lang);
      item.append(...cells(name), count);
      return item;
    });
    place.replaceChildren(...(items.length ? items : [few(place.dataset.few)]));
  }

  spoke(sector) {
    const rows = [...this.querySelectorAll("[data-slot=voices-key] li")];
    const row = rows.find((one) => one.dataset.sector === sector);
    if (!row) return;
    row.dataset.posts = Number(row.dataset.posts) + 1;
    this.querySelector(`[data-missing="${sector}"]`)?.remove();
    const missing = this.querySelector("[data-slot=not-heard]");
    if (missing && !missing.querySelector("[data-missing]")) missing.remove();
    const total = rows.reduce((sum, { dataset }) => sum + Number(dataset.posts), 0);
    let start = 0;
    for (const { dataset, lastElementChild } of rows) {
      const share = (100 * Number(dataset.posts)) / total;
      lastElementChild.textContent = (share / 100).toLocaleString(document.documentElement.lang, { style: "percent" });
      const bar = this.querySelector(`rect[data-sector="${dataset.sector}"]`);
      bar?.setAttribute("x", start);
      bar?.setAttribute("width", share);
      start += share;
    }
  }
}

/** What stands in a list while there are fewer people than are told. */
function few(text) {
  const made = document.createElement("li");
  made.className = "quiet";
  made.textContent = text;
  return made;
}

function span(text) {
  const made = document.createElement("span");
  made.textContent = text;
  return made;
}

customElements.define("presence-bar", PresenceBar);
