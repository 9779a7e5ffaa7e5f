import { dateLanguage } from "dom/page.js";

const DAY = 86_400_000;
let today = new Date().toDateString();

/** Lines between the rows of one day and those of the next, in the reader's zone; before the first row unless it is of today. */
export function drawDays(element) {
  today = new Date().toDateString();
  for (const line of element.querySelectorAll(".turn--day")) line.remove();
  let before = today;
  for (const row of element.querySelectorAll(":scope > live-post:not([data-pending])")) before = lineBefore(row, before);
}

/** The same for `rows` that are about to stand behind the last one. */
export function drawDaysBehind(element, rows) {
  if (today !== new Date().toDateString()) drawDays(element);
  const last = [...element.querySelectorAll(":scope > live-post:not([data-pending])")].at(-1);
  let before = last ? dayOf(last) : today;
  for (const row of rows) before = lineBefore(row, before);
}

function dayOf(row) {
  return new Date(row.slotted("time").getAttribute("datetime")).toDateString();
}

function lineBefore(row, before) {
  const day = dayOf(row);
  if (day === before) return day;
  const line = document.createElement("h3");
  line.className = "turn turn--day";
  line.textContent = nameOf(new Date(day));
  row.before(line);
  return day;
}

function nameOf(day) {
  const now = new Date(today);
  const ago = Math.round((now - day) / DAY);
  if (ago < 2) return new Intl.RelativeTimeFormat(dateLanguage(), { numeric: "auto" }).format(-ago, "day");
  const year = day.getFullYear() === now.getFullYear() ? {} : { year: "numeric" };
  return new Intl.DateTimeFormat(dateLanguage(), { weekday: "long", day: "numeric", month: "long", ...year }).format(day);
}
