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
export const languageName = (code) => named("language", code);
