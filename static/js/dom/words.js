/**
 * The one place where HTML of the server becomes part of the page. It was made safe there; here only what a post may
 * hold is copied, element by element, out of a document that runs nothing.
 */
const ELEMENTS = new Set(["P", "BR", "EM", "STRONG", "S", "UL", "OL", "LI", "BLOCKQUOTE", "CODE", "PRE", "A", "HR", "BDI"]);
const ATTRIBUTES = new Set(["dir", "rel", "start", "value", "lang"]);

const policy = globalThis.trustedTypes?.createPolicy("words", { createHTML: (html) => html }) ?? { createHTML: (html) => html };

/** A fragment with the words in `html`. */
export function wordsOf(html) {
  const inert = new DOMParser().parseFromString(policy.createHTML(html), "text/html");
  const fragment = document.createDocumentFragment();
  copy(inert.body, fragment);
  return fragment;
}

/** A part of a page as a template of ours drew it. Nothing in it runs. */
export function partOf(html) {
  const inert = new DOMParser().parseFromString(policy.createHTML(html), "text/html");
  const fragment = document.createDocumentFragment();
  fragment.append(...[...inert.body.children].map((part) => document.importNode(part, true)));
  return fragment;
}

/** The words in `html` without their form. */
export function textOf(html) {
  return wordsOf(html).textContent.replace(/\s+/g, " ").trim();
}

function copy(from, to) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) to.append(node.data);
    else if (node.nodeType === Node.ELEMENT_NODE && ELEMENTS.has(node.tagName)) to.append(element(node));
    else if (node.nodeType === Node.ELEMENT_NODE) copy(node, to);
  }
}

function element(node) {
  const made = document.createElement(node.tagName);
  for (const { name, value } of node.attributes) {
    if (ATTRIBUTES.has(name) || (name === "href" && /^(https?:|mailto:)/i.test(value))) made.setAttribute(name, value);
  }
  copy(node, made);
  return made;
}
