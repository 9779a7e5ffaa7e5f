import { deaf, hear } from "dom/bus.js";
import { mark } from "dom/marks.js";
import { countryName } from "dom/names.js";
import { plural, sectorWord } from "dom/page.js";

/**
 * <presence-bar>: around the side "Who is here". Keeps the lists [data-slot=here] (sectors) and [data-slot=countries]
 * as people come and go, and the voices ([data-slot=voices-key], svg.voices): how many people of each sector have posted.
 */
export class PresenceBar extends HTMLElement {
  connectedCallback() {
    hear(this, {
      "live:presence": ({ data }) => this.show(data),
      "live:post.said": ({ data }) => this.heard(data.voices),
      "live:post.hidden": ({ data }) => this.heard(data.voices),
      "live:post.restored": ({ data }) => this.heard(data.voices),
      "live:post.withdrawn": ({ data }) => this.heard(data.voices),
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

  /** Absolute figures, so that nobody who posted before this page was opened is counted twice. */
  heard(voices) {
    const bar = this.querySelector("svg.voices");
    if (!voices || !bar) return;
    const rows = [...this.querySelectorAll("[data-slot=voices-key] li")];
    const of = ({ dataset: { sector } }) => voices[sector] ?? [0, 0];
    const total = rows.reduce((sum, row) => sum + of(row)[0], 0);
    const rects = [];
    let start = 0;
    for (const row of rows) {
      const [people, posts] = of(row);
      row.querySelector("[data-slot=people]").textContent = people.toLocaleString(document.documentElement.lang);
      row.querySelector("[data-slot=posts]").textContent = plural("posts", posts);
      if (!people) continue;
      const width = (100 * people) / total;
      rects.push(rect(row.dataset.sector, start, width));
      start += width;
    }
    bar.replaceChildren(...rects);
    bar.toggleAttribute("hidden", !total);
    this.tellMissing(voices, total);
  }

  tellMissing(voices, total) {
    const missing = [...this.querySelectorAll("[data-missing]")];
    for (const sector of missing) sector.hidden = sector.dataset.missing in voices;
    this.querySelector("[data-slot=not-heard]").hidden = !total || missing.every(({ hidden }) => hidden);
  }
}

/** What stands in a list while there are fewer people than are told. */
function few(text) {
  const made = document.createElement("li");
  made.className = "quiet";
  made.textContent = text;
  return made;
}

function rect(sector, x, width) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  made.dataset.sector = sector;
  for (const [name, value] of Object.entries({ x: x.toFixed(2), y: 0, width: width.toFixed(2), height: 4 })) made.setAttribute(name, value);
  return made;
}

function span(text) {
  const made = document.createElement("span");
  made.textContent = text;
  return made;
}

customElements.define("presence-bar", PresenceBar);
