import { word } from "dom/page.js";

// "Undetermined": nobody knows the language of these words.
const UNKNOWN = "und";

// Countries and languages in the language of the page: the browser knows them.
const names = {};

function named(type, code) {
  try {
    names[type] ??= new Intl.DisplayNames([document.documentElement.lang], { type });
    return names[type].of(code) ?? code;
  } catch {
    return code;
  }
}

export const countryName = (code) => named("region", code);
export const languageName = (code) => (code === UNKNOWN ? word("language-unknown") : named("language", code));

/** What the attribute `lang` of words says: nothing where nobody knows, so that they do not pass for the language of the page. */
export const langOf = (code) => (code === UNKNOWN ? "" : code);
