import { tell } from "dom/bus.js";
import { fold, stayAtFold } from "dom/folding.js";
import { mark } from "dom/marks.js";
import { countryName, langOf, languageName } from "dom/names.js";
import { sectorWord, token, word } from "dom/page.js";
import { wordsOf } from "dom/words.js";

/** The first character of a name as people see it, of however many signs; as the server takes it (templatetags/rooms.py). */
function first(name) {
  const [initial] = globalThis.Intl?.Segmenter ? new Intl.Segmenter().segment(name) : [{ segment: [...name][0] }];
  return (initial?.segment ?? "").toUpperCase();
}

/**
 * <live-post>: one row. The server draws it, or `fill` does from a frame; both use templates/rooms/_post.html.
 * Slots: seal name permalink time mandate organisation sector country title origin reply-to reply-name parent-changed words unfold
 * language edited reply reactions (buttons with data-kind and a data-slot=count) sending.
 */
export class LivePost extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => this.submitted(event));
    this.addEventListener("click", (event) => this.pressed(event));
    stayAtFold(this);
  }

  slotted(name) {
    return this.querySelector(`[data-slot="${name}"]`);
  }

  /** Draw the post that `frame` says was said. */
  fill({ seq, at, data }) {
    const { me } = room();
    const { author, sector, state, language, parent } = data;
    Object.assign(this.dataset, { seq, author, sector, state, language, parent: parent ?? "", thread: data.thread ?? seq });
    this.number(seq, data.thread ?? seq);
    this.toggleAttribute("data-own", Boolean(me) && author === me);
    this.classList.toggle("post--official", Boolean(data.organisation));
    this.slotted("seal").replaceChildren(data.organisation ? mark(sector) : first(data.name));
    const name = this.slotted("name");
    name.href = room().people.replace("/0/", `/${encodeURIComponent(author)}/`);
    this.text(name, data.name);
    if (!data.name) this.unname();
    this.slotted("time").setAttribute("datetime", at);
    this.show("mandate", data.organisation);
    this.speaksFor(data);
    this.text(this.slotted("sector"), sectorWord(sector));
    this.show("country", data.country && countryName(data.country));
    this.show("title", data.title);
    this.show("origin", data.origin === "person" ? "" : word(`origin-${data.origin}`));
    this.slotted("origin").title = data.source;
    this.answers(parent);
    this.slotted("parent-changed").hidden = !data.parent_changed;
    this.say(data);
  }

  /** The partial was drawn for number 0: every address and name in it gets the real one. */
  number(seq, thread) {
    this.id = `post-${seq}`;
    numbered(this, seq, thread);
    this.slotted("name").id = `by-${seq}`;
    this.setAttribute("aria-labelledby", `by-${seq}`);
  }

  /** The name of the body leads to the mandate, as anybody can check it. */
  speaksFor({ mandate, organisation }) {
    const link = this.slotted("organisation");
    this.text(link, organisation);
    link.toggleAttribute("data-mandate", Boolean(mandate));
    if (mandate) link.href = room().people.replace("/people/0/", `/mandates/${mandate}/`);
    else link.removeAttribute("href");
  }

  answers(parent) {
    const link = this.slotted("reply-to");
    link.hidden = !parent;
    if (!parent) return;
    link.href = `${room().posts}${parent}/`;
    const answered = document.getElementById(`post-${parent}`);
    this.text(this.slotted("reply-name"), answered?.slotted("name").textContent ?? word("post-number", { n: parent }));
    if (answered) this.quote(answered);
  }

  /** Its first words, in one line of a hundred characters at most. */
  get beginning() {
    const line = [...this.slotted("words").textContent.trim().replace(/\s+/g, " ")];
    return line.length > 100 ? `${line.slice(0, 99).join("")}…` : line.join("");
  }

  /** The first words of the post that this one answers, as they may be shown now. */
  quote(answered) {
    const quoted = this.slotted("quoted");
    quoted.textContent = answered.dataset.state === "shown" ? answered.beginning : "";
    quoted.lang = langOf(answered.dataset.language);
  }

  /** Words as they may be shown now: said, edited, restored, hidden or withdrawn. */
  say({ post, wording, state, html, long, language, edited }) {
    this.dataset.state = state;
    if (wording) this.dataset.wording = wording;
    const words = this.slotted("words");
    words.replaceChildren(state === "shown" && html ? wordsOf(html) : "");
    this.querySelector(".behind")?.remove();
    if (language) {
      words.lang = langOf(language);
      this.dataset.language = language;
      this.show("language", languageName(language));
    }
    this.slotted("edited").hidden = !edited;
    fold(this.slotted("unfold"), words.textContent.length, this.dataset.language);
    for (const answer of document.querySelectorAll(`live-post[data-parent="${post}"]`)) answer.quote(this);
    if (state === "shown" && long) this.fetchWords(post);
  }

  /** Its author has left: no name and no page of theirs stands beside it. */
  unname() {
    const name = this.slotted("name");
    name.removeAttribute("href");
    this.text(name, word("somebody-who-left"));
    if (!this.classList.contains("post--official")) {
      this.slotted("seal").replaceChildren(first(word("somebody-who-left")));
      this.slotted("country").hidden = true;
    }
    for (const answer of document.querySelectorAll(`live-post[data-parent="${this.dataset.seq}"]`)) answer.answers(this.dataset.seq);
    const opened = document.querySelector(`.threads [data-thread="${this.dataset.seq}"] .threads__by`);
    if (opened) this.text(opened, word("somebody-who-left"));
  }

  async fetchWords(post) {
    try {
      const response = await fetch(`${room().posts}${post}/words/`, { headers: { Accept: "application/json" } });
      if (response.ok) this.say({ ...(await response.json()), long: false });
      tell("room:grown");
    } catch {
      this.text(this.slotted("words"), word("words-later"));
    }
  }

  /** What is said of this post: other words or another state, other counts, or what this person feels about it now. */
  change(data) {
    if (data.counts) this.count(data.counts);
    else if ("mine" in data) this.mine(data.mine);
    else this.say(data);
    if (data.unnamed) this.unname();
  }

  count(counts) {
    for (const [kind, number] of Object.entries(counts)) if (number) this.reaction(kind);
    for (const button of this.querySelectorAll("[data-kind]")) {
      button.querySelector("[data-slot=count]").textContent = counts[button.dataset.kind] || "";
    }
  }

  /** The button of a reaction; copied into the post when the first one chooses it. */
  reaction(kind) {
    const there = this.querySelector(`[data-kind="${kind}"]`);
    if (there) return there;
    const button = this.copied(`[data-kind="${kind}"]`);
    this.slotted("react")?.before(button);
    return button;
  }

  /** A part of what can be done with a post, drawn once for the page. */
  copied(selector) {
    const part = document.importNode(document.getElementById("acts-template").content.querySelector(selector), true);
    numbered(part, this.dataset.seq, this.dataset.thread);
    return part;
  }

  mine(kind) {
    if (kind) this.reaction(kind);
    for (const button of this.querySelectorAll("[data-kind]")) {
      const pressed = button.dataset.kind === kind;
      button.setAttribute("aria-pressed", pressed);
      button.value = pressed ? "" : button.dataset.kind;
    }
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const button = event.target.closest("[data-kind], [data-slot=react], [data-slot=more]");
    if (button?.dataset.kind) this.react(event, button);
    else if (button?.dataset.slot === "react") this.offer(event);
    else if (button) this.openMenu(event, button);
  }

  /** A guest is asked to sign in first. */
  react(event, button) {
    event.preventDefault();
    const kind = button.value || null;
    if (!room().me) return this.wish(button);
    this.mine(kind);
    tell("ask", { do: "react", fields: { post: Number(this.dataset.seq), kind } });
  }

  wish(button) {
    const label = button.firstChild.textContent.trim();
    tell("room:wished", { post: Number(this.dataset.seq), kind: button.dataset.kind, label, name: this.slotted("name").textContent });
  }

  offer(event) {
    event.preventDefault();
    const all = document.getElementById("acts-template").content.querySelectorAll("[data-kind]");
    const buttons = [...all].map(({ dataset }) => this.reaction(dataset.kind));
    if (this.slotted("reactions").toggleAttribute("data-all")) buttons[0].focus();
  }

  openMenu(event, link) {
    event.preventDefault();
    const menu = this.copied(".post__menu");
    const author = menu.querySelector("input[name=person]");
    if (author) author.value = this.dataset.author;
    link.replaceWith(menu);
    // After this press has gone through the page, which closes every menu that it does not come from.
    setTimeout(() => {
      menu.open = true;
      menu.querySelector("summary").focus();
    });
  }

  submitted(event) {
    const form = event.target;
    if (!room().me || !form.classList.contains("moderation")) return;
    event.preventDefault();
    this.moderate(form, event.submitter);
  }

  /** Staff act in place; what they did comes back as an event, like everybody's. */
  async moderate(form, button) {
    const body = new URLSearchParams(new FormData(form, button));
    // The button goes with its menu: focus must not be lost with it.
    const menu = form.closest("details");
    menu.open = false;
    menu.querySelector("summary").focus();
    const headers = { Accept: "application/json", "X-CSRFToken": token() };
    try {
      // Not form.action: the buttons are called "action" and stand before it.
      const response = await fetch(form.getAttribute("action"), { method: "POST", headers, body });
      this.text(this.slotted("sending"), response.ok ? "" : (await response.json()).error.message);
    } catch {
      this.text(this.slotted("sending"), word("not-sent"));
    }
  }

  show(slot, text) {
    const element = this.slotted(slot);
    element.hidden = !text;
    if (text && slot !== "mandate") this.text(element, text);
  }

  text(element, text) {
    (element.querySelector("bdi") ?? element).textContent = text;
  }
}

/** The addresses in `part`, drawn for number 0, get the numbers of a post and of its thread. */
function numbered(part, seq, thread) {
  for (const element of [part, ...part.querySelectorAll("[href], [action], [formaction]")]) {
    for (const name of ["href", "action", "formaction"]) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replace("/posts/0/", `/posts/${seq}/`).replace("/threads/0/", `/threads/${thread}/`));
    }
  }
}

/** What the page knows of its room. Asked of the document: a row is filled before it stands in it. */
function room() {
  return document.querySelector("live-room")?.dataset ?? {};
}

customElements.define("live-post", LivePost);
