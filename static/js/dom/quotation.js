// As on the server (dialogue/text/words.py): who wants more of it follows the link.
const QUOTED = 600;

/** The words shown in `element` as a quotation to answer to. */
export function quotation(element) {
  const said = element.innerText.trim();
  const words = said.length <= QUOTED ? said : `${said.slice(0, QUOTED).replace(/\s\S*$/, "")} …`;
  return words.split("\n").map((line) => `> ${line}`.trimEnd()).join("\n") + "\n\n";
}
