import { tell } from "dom/bus.js";

/** Load the page again, unless words stand in it that nothing else holds: then whoever wrote them says when. Whether it is loaded. */
export function again() {
  const held = allHeld();
  if (held) location.reload();
  else tell("room:outdated");
  return held;
}

/** Whether the browser holds every word of the page as well: those in the form, and those on their way. */
function allHeld() {
  const asked = { all: true };
  tell("room:kept", asked);
  return asked.all;
}

// Whoever leaves with words that only this page holds is asked.
addEventListener("beforeunload", (event) => allHeld() || event.preventDefault());
