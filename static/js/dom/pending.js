import { word } from "dom/page.js";
import { tell } from "dom/bus.js";
import { toldOf } from "live/outbox.js";

// Longest wait for the post in place of its pending row; it may stand on another page, or be here already.
const ARRIVES = 10_000;

/** Own words on their way: a row each at the end of the stream, with "sending", or why not and what to do. */
export class Pending {
  constructor(stream, outbox) {
    Object.assign(this, { stream, outbox, rows: new Map() });
    outbox.on("changed", (entry) => this.changed(entry));
    outbox.on("sent", ({ entry, answer }) => this.sent(entry, answer.seq));
    outbox.on("gone", (entry) => this.gone(entry));
  }

  changed(entry) {
    if (entry.error && entry.do === "react" && entry.state === "refused") return this.refusedReaction(entry);
    if (entry.do !== "post") return;
    const row = this.rows.get(entry.key) ?? this.make(entry);
    const sending = row.slotted("sending");
    const waits = { sending: "sending", waiting: navigator.onLine ? "waiting" : "waiting-offline", refused: "not-sent" };
    sending.textContent = entry.error?.message || word(waits[entry.state]);
    row.querySelector("[data-acts]").hidden = entry.state !== "refused";
    if (entry.error?.code === "too_fast") tell("room:slow", entry);
  }

  make(entry) {
    const row = this.stream.blank();
    const followed = this.stream.following;
    this.rows.set(entry.key, row);
    row.dataset.pending = entry.key;
    row.dataset.state = "shown";
    row.toggleAttribute("data-own", true);
    row.removeAttribute("id");
    // On the page of older posts, beside what is answered: the end of that page is not where the debate is.
    const answered = !this.stream.newest && this.stream.row(entry.fields.parent);
    if (answered) answered.after(row);
    else this.stream.element.append(row);
    row.querySelector("[data-slot=name]").textContent = word("you");
    for (const slot of ["reactions", "reply", "permalink"]) row.slotted(slot)?.remove();
    row.querySelector("[data-menu]")?.remove();
    for (const slot of ["language", "edited"]) row.slotted(slot)?.remove();
    const paragraph = document.createElement("p");
    paragraph.dir = "auto";
    paragraph.textContent = entry.fields.text;
    row.slotted("words").replaceChildren(paragraph);
    row.querySelector(".post__foot").append(this.acts(entry));
    // Whoever speaks stays where they read, and is told that their words stand below.
    if (!this.stream.newest) row.scrollIntoView({ block: "nearest" });
    else if (followed) this.stream.toEnd();
    else tell("room:spoke");
    return row;
  }

  acts(entry) {
    const acts = document.createElement("span");
    acts.className = "row";
    acts.dataset.acts = "";
    for (const [name, act] of [["try-again", () => this.outbox.retry(entry.key)], ["take-back", () => this.takeBack(entry)]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button--small";
      button.textContent = word(name);
      button.addEventListener("click", act);
      acts.append(button);
    }
    return acts;
  }

  /** Refused words go back to where they can be changed; where nothing takes them, they stay. */
  takeBack(entry) {
    const back = { ...entry.fields, ...toldOf(entry) };
    tell("room:compose", back);
    if (back.taken) this.outbox.discard(entry.key);
  }

  /** Saved; the post itself comes with the record, a moment later. Until then these words stay where they are. */
  sent(entry, seq) {
    const row = this.rows.get(entry.key);
    if (row && !this.stream.newest) return this.elsewhere(row, seq);
    if (!row || this.stream.row(seq)) return this.gone(entry);
    const arrived = new AbortController();
    const done = () => {
      arrived.abort();
      this.gone(entry);
    };
    document.addEventListener("room:shown", ({ detail }) => detail.seq === seq && done(), { signal: arrived.signal });
    setTimeout(done, ARRIVES);
  }

  /** The page ends before it: the row stays, and says where its post stands. */
  elsewhere(row, seq) {
    const link = document.createElement("a");
    link.href = `?around=${seq}#post-${seq}`;
    link.textContent = word("see-it");
    row.querySelector("[data-acts]").remove();
    row.slotted("sending").replaceChildren(word("sent-elsewhere"), " ", link);
  }

  gone(entry) {
    this.rows.get(entry.key)?.remove();
    this.rows.delete(entry.key);
  }

  refusedReaction(entry) {
    const row = this.stream.row(entry.fields.post);
    if (!row) return;
    row.slotted("sending").textContent = entry.error.message;
    this.outbox.discard(entry.key);
  }
}
