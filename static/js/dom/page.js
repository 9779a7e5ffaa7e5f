/** The interface's words live in the page (templates/rooms/_words.html): scripts bring none of their own. */
let kept;

function all() {
  kept ??= JSON.parse(document.getElementById("words")?.textContent || "{}");
  return kept;
}

/** The word called `name`, with {placeholders} filled. */
export function word(name, values = {}) {
  return fill(all()[name] ?? "", values);
}

/** The word for `number` things: the form this language's plural rule asks for. */
export function plural(name, number, values = {}) {
  return choose(all()[name] ?? {}, number, values);
}

/** One of `forms` ({plural category: words}) for `number`. */
export function choose(forms, number, values = {}) {
  const { lang } = document.documentElement;
  const rule = new Intl.PluralRules(lang).select(number);
  return fill(forms[rule] ?? forms.other ?? "", { n: number.toLocaleString(lang), ...values });
}

export function sectorWord(sector) {
  return all().sectors?.[sector] ?? sector;
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** The CSRF token any form of this page carries. */
export function token() {
  return document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
}

/** The language of the page for dates: our English is British, as on the server. */
export function dateLanguage() {
  const { lang } = document.documentElement;
  return lang === "en" ? "en-GB" : lang;
}
