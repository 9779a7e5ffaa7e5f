import { word } from "dom/page.js";

/** `words` ({language: text}) in the language of the page; in English, or in any, where that is missing. */
export function inLanguage(words) {
  return words[document.documentElement.lang] || words.en || Object.values(words)[0] || "";
}

const KINDS = { title: "titles", question: "questions", theme: "themes" };

/** A room is called otherwise, or asks something else: shown at the top of the page; what changed, in a sentence for the stream
 * ("" where nobody had spoken). */
export function reword(data) {
  const now = Object.fromEntries(Object.entries(KINDS).map(([kind, name]) => [kind, inLanguage(data[name])]));
  const title = document.querySelector('[data-worded="title"]')?.textContent;
  for (const place of document.querySelectorAll("[data-worded]")) {
    place.textContent = now[place.dataset.worded] || now.title;
  }
  if (title && document.title.startsWith(title)) document.title = now.title + document.title.slice(title.length);
  if (!data.before) return "";
  const said = Object.entries(KINDS).flatMap(([kind, name]) => {
    const before = inLanguage(data.before[name]);
    return before === now[kind] ? [] : [word(`reworded-${kind}`, { before: isolated(before), after: isolated(now[kind]) })];
  });
  return said.join(" ") || word("reworded-elsewhere");
}

/** Words of another direction leave the sentence around them as it is. */
function isolated(words) {
  return `\u2068${words || "–"}\u2069`;
}
