const SVG = "http://www.w3.org/2000/svg";

/** The shape of a sector from the page's sheet of marks. */
export function mark(sector) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "mark");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#mark-${sector === "reader" || !sector ? "citizen" : sector}`);
  svg.append(use);
  return svg;
}
