import { tell } from "dom/bus.js";

/** Load the page again, unless words stand in it that nothing else holds: then whoever wrote them says when. */
export function again() {
  const asked = { waits: false };
  tell("room:again", asked);
  if (!asked.waits) location.reload();
}

/** Whether there are `words` that only this page holds. While there are, it stays, and says so in `notice`; whoever leaves is asked. */
export class Unkept {
  words = false;

  constructor(notice, signal) {
    notice.querySelector("button").addEventListener("click", () => location.reload());
    const stay = ({ detail }) => {
      if (this.words) notice.hidden = false;
      detail.waits ||= this.words;
    };
    document.addEventListener("room:again", stay, { signal });
    addEventListener("beforeunload", (event) => this.words && event.preventDefault(), { signal });
  }
}
