import "./setup.mjs";
import assert from "node:assert/strict";
import test from "node:test";
import { settled } from "./browser.mjs";

const { Drafts } = await import("live/drafts.js");

/** What one browser keeps for all its tabs, or for one. */
function drawer() {
  const kept = new Map();
  return {
    kept,
    get: (name) => kept.get(name) ?? null,
    set: (name, value) => Boolean(kept.set(name, value)),
    remove: (name) => kept.delete(name),
    names: (beginning) => [...kept.keys()].filter((name) => name.startsWith(beginning)),
  };
}

/** The tabs of one browser; `open()` opens one more, `open(tab)` loads it again, `copy(tab)` duplicates it. */
function browser(account = "ana", room = "water") {
  const [storage, ends] = [drawer(), []];
  let time = 1000;
  const channel = () => {
    const end = { heard: [], addEventListener: (name, hear) => end.heard.push(hear), close: () => ends.splice(ends.indexOf(end), 1) };
    end.postMessage = (data) => {
      for (const other of ends.filter((each) => each !== end)) queueMicrotask(() => other.heard.forEach((hear) => hear({ data })));
    };
    ends.push(end);
    return end;
  };
  const open = (tab = drawer()) => Object.assign(new Drafts({ account, room, storage, tab, channel: channel(), now: () => (time += 1000) }), { session: tab });
  const copy = ({ session }) => open(Object.assign(drawer(), { get: (name) => copied.get(name) ?? session.get(name), set: (name, value) => copied.set(name, value) }));
  const copied = new Map();
  return { storage, open, copy, pass: (milliseconds) => (time += milliseconds) };
}
const words = (text, parent = null) => ({ text, parent });
const textOf = (drafts, thread = null) => drafts.read(thread)?.text;

test("an unfinished text is there again after a reload, with what it answers", () => {
  const { open } = browser();
  const tab = open();
  tab.keep(null, words("Half a thought", 12));
  const { text, parent } = open(tab.session).read(null);
  assert.deepEqual([text, parent], ["Half a thought", 12]);
});

test("each person, room and thread has its own draft", () => {
  const { storage, open } = browser();
  const tab = open();
  tab.keep(null, words("Mine"));
  tab.keep(7, words("In a thread", 7));
  for (const [account, room] of [["ben", "water"], ["ana", "energy"]]) {
    assert.equal(new Drafts({ account, room, storage, tab: drawer(), channel: null, now: () => 1 }).read(null), null);
  }
  assert.deepEqual([textOf(tab), textOf(tab, 7)], ["Mine", "In a thread"]);
});

test("a sent or emptied text leaves nothing behind", () => {
  const { storage, open } = browser();
  const tab = open();
  tab.keep(null, words("x"));
  tab.keep(null, words(" \n", 3));
  assert.deepEqual([tab.read(null), storage.kept.size], [null, 0]);
  tab.keep(null, words("x"));
  tab.sent(null, "x");
  assert.deepEqual([tab.read(null), storage.kept.size], [null, 0]);
});

test("three words in a second tab do not cost a long draft in the first", () => {
  const { open } = browser();
  const [first, second] = [open(), open()];
  first.keep(null, words("A long and careful statement"));
  second.keep(null, words("Three quick words"));
  assert.equal(textOf(open(first.session)), "A long and careful statement");
  assert.equal(textOf(open(second.session)), "Three quick words");
});

test("a duplicated tab writes for itself", async () => {
  const { open, copy } = browser();
  const first = open();
  await settled();
  first.keep(null, words("A long statement"));
  const second = copy(first);
  await settled();
  assert.equal(textOf(second), "A long statement");
  second.keep(null, words("Quick"));
  assert.equal(textOf(open(first.session)), "A long statement");
});

test("what a closed tab left is taken up by the next, the newest first, and forgotten when it was sent, changed or not", () => {
  const { open, storage } = browser();
  open().keep(null, words("older"));
  open().keep(null, words("newer"));
  const tab = open();
  assert.equal(textOf(tab), "newer");
  tab.keep(null, words("newer, and finished"));
  tab.sent(null, "newer, and finished");
  assert.equal(textOf(open()), "older");
  assert.equal(storage.kept.size, 1);
});

test("words that were taken up and put aside stay for whoever wrote them", () => {
  const { open } = browser();
  const first = open();
  first.keep(null, words("A long statement"));
  const second = open();
  assert.equal(textOf(second), "A long statement");
  second.keep(null, words(""));
  second.keep(null, words("Something else"));
  second.sent(null, "Something else");
  assert.equal(textOf(open(first.session)), "A long statement");
});

test("a draft that another tab has sent is told to the tabs that may still show it", async () => {
  const { open } = browser();
  const [first, second] = [open(), open()];
  const heard = [];
  second.elsewhere(null, (text) => heard.push(text));
  open().elsewhere(7, () => assert.fail("another thread"));
  first.keep(null, words("Said once"));
  first.sent(null, "Said once");
  await settled();
  assert.deepEqual(heard, ["Said once"]);
  assert.equal(second.read(null), null);
});

test("what nobody came back to for a month is let go, wherever it was begun and whoever comes then", () => {
  const { open, pass, storage } = browser();
  open().keep(null, words("long ago"));
  open().keep("edit 7", words("half an edit"));
  new Drafts({ account: "ben", room: "energy", storage, tab: drawer(), channel: null, now: () => 1000 }).keep(null, words("elsewhere"));
  pass(31 * 24 * 3600 * 1000);
  assert.equal(open().read(null), null);
  assert.equal(storage.kept.size, 0);
});

test("who has no storage, a full one or a broken draft can still write", () => {
  const none = { get: () => null, set: () => false, remove: () => {}, names: () => [] };
  const broken = { ...none, get: (name) => (name === "tab" ? null : "{broken"), names: (beginning) => [`${beginning}x`] };
  for (const storage of [none, broken]) {
    const drafts = new Drafts({ account: "ana", room: "water", storage, tab: none, channel: null });
    drafts.keep(null, words("x"));
    assert.equal(drafts.read(null), null);
    drafts.sent(null, "x");
  }
});

test("a draft keeps what it was begun under, whatever stands there after a reload", () => {
  const { open } = browser();
  const tab = open();
  tab.keep(null, { ...words("Yes", 12), answers: 15, shown: "one" });
  const again = open(tab.session);
  for (const { answers, shown } of [again.own(null), again.read(null)]) assert.deepEqual([answers, shown], [15, "one"]);
  assert.equal(open().own(null), null, "another tab has begun nothing");
});

test("who comes to answer one post takes up no words that another tab holds for another, and loses none of them", () => {
  const { open } = browser();
  open().keep(null, words("An answer to two", 2));
  open().keep(null, words("An answer to one", 1));
  open().keep(null, words("A thread of its own"));
  const [fresh, late] = [open(), open()];
  assert.equal(fresh.read(null, 1).text, "An answer to one");
  assert.equal(late.read(null, 7), null);
  late.keep(null, words("An answer to seven", 7));
  assert.deepEqual([late.read(null, 1).parent, textOf(open())], [7, "An answer to seven"], "its own words stay where they were begun");
  late.sent(null, "An answer to seven");
  assert.equal(textOf(open()), "A thread of its own");
});

test("a draft keeps in which language and for whom it was begun", () => {
  const { open } = browser();
  const tab = open();
  tab.keep(null, { ...words("Oui"), language: "fr", mandate: "" });
  const { language, mandate } = open(tab.session).read(null);
  assert.deepEqual([language, mandate], ["fr", ""]);
});

test("a short answer to one post that was sent takes the same words to another from no tab", async () => {
  const { open } = browser();
  const [first, second, third] = [open(), open(), open()];
  const heard = [];
  second.elsewhere(null, (...told) => heard.push(told));
  second.keep(null, words("Yes.", 2));
  third.keep(null, words("Yes.", 1));
  first.keep(null, words("Yes.", 1));
  first.sent(null, "Yes.", 1);
  await settled();
  assert.deepEqual([heard, second.own(null)?.parent, third.own(null)], [[["Yes.", 1]], 2, null]);
});

test("who begins something else where a draft was kept loses neither", () => {
  const { open } = browser();
  const first = open();
  first.leave(null);
  const { tab } = first;
  first.keep(null, words("kept from before"));
  first.leave(null);
  assert.notEqual(first.tab, tab);
  first.keep(null, words("written early"));
  assert.equal(textOf(open(first.session)), "written early");
  assert.equal(textOf(open()), "written early");
  first.sent(null, "written early");
  assert.equal(textOf(open(first.session)), "kept from before");
});
