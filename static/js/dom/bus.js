// Elements talk by events on the document, and none imports another. Names: "live:<kind>" for what happened,
// "ask" for what a person wants, "room:<word>" for what the page itself does.

export function tell(name, detail = null) {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}

/** Hear `names` for as long as `element` is in the page: called in connectedCallback; `deaf` in disconnectedCallback. */
export function hear(element, handlers) {
  element.hearing ??= new AbortController();
  for (const [name, handler] of Object.entries(handlers)) {
    document.addEventListener(name, (event) => handler(event.detail), { signal: element.hearing.signal });
  }
}

export function deaf(element) {
  element.hearing?.abort();
  element.hearing = null;
}
