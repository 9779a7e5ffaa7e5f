import assert from "node:assert/strict";
import test from "node:test";
import { settled } from "./browser.mjs";
import { desk, said } from "./desk.mjs";

const { toldOf } = await import("live/outbox.js");

test("what a person says is sent in order, one at a time", async () => {
  const { outbox, tries, answer } = desk();
  for (const text of ["one", "two", "three"]) await outbox.add("post", said(text));
  assert.deepEqual(tries.map(({ text }) => text), ["one"]);
  await answer(0, "ack");
  await answer(1, "ack");
  await answer(2, "ack");
  assert.deepEqual(tries.map(({ text }) => text), ["one", "two", "three"]);
  assert.deepEqual(outbox.entries, []);
});

test("a reaction does not wait for a post that is on its way, nor for another post's reaction", async () => {
  const { outbox, tries } = desk();
  await outbox.add("post", said("long"));
  await outbox.add("react", { post: 4, kind: "agree" });
  await outbox.add("react", { post: 5, kind: "agree" });
  await outbox.add("withdraw", { post: 5 });
  assert.deepEqual(tries.map(({ entry }) => entry.do), ["post", "react", "react"]);
});

test("when no answer came, the same key is sent again, and what follows keeps waiting its turn", async () => {
  const { outbox, clock, tries, answer } = desk();
  await outbox.add("post", said("one"));
  await outbox.add("post", said("two"));
  await answer(0, null);
  assert.equal(tries.length, 1, "not at once");
  await clock.pass(4000);
  assert.deepEqual(tries.map(({ text }) => text), ["one", "one"]);
  assert.equal(tries[0].key, tries[1].key);
  await answer(1, "ack");
  assert.equal(tries[2].text, "two");
  assert.notEqual(tries[2].key, tries[0].key);
});

test("when the line is back, nobody waits longer", async () => {
  const { outbox, sender, tries, answer } = desk();
  await outbox.add("post", said("one"));
  sender.ready = false;
  await answer(0, null);
  sender.ready = true;
  outbox.hurry();
  await settled();
  assert.equal(tries.length, 2);
});

for (const code of ["too_fast", "busy"]) {
  test(`after "${code}" a post waits as long as it is told, also when the line comes back`, async () => {
    const { outbox, clock, tries, answer } = desk();
    const entry = await outbox.add("post", said("one"));
    await answer(0, { code, message: "One post every 90 seconds.", retry_after: 90 });
    assert.equal(entry.error.message, "One post every 90 seconds.");
    outbox.hurry();
    await clock.pass(89_999);
    assert.equal(tries.length, 1);
    await clock.pass(1);
    assert.equal(tries[1].key, tries[0].key);
  });
}

test("a reaction waits for its own time only, not for that of a slowed post", async () => {
  const { outbox, clock, tries, answer } = desk();
  await outbox.add("react", { post: 4, kind: "agree" });
  await outbox.add("post", said("one"));
  await answer(1, { code: "too_fast", message: "", retry_after: 50 });
  await answer(0, { code: "busy", message: "", retry_after: 2 });
  await clock.pass(2000);
  assert.deepEqual(tries.map(({ entry }) => entry.do), ["react", "post", "react"]);
});

test("refused words stay with the reason, hold nothing up, and can be tried again or taken back", async () => {
  const { outbox, shelf, tries, answer } = desk();
  const entry = await outbox.add("post", said("one"));
  await outbox.add("post", said("two"));
  await answer(0, { code: "closed", message: "This room is closed." });
  assert.equal(entry.state, "refused");
  assert.equal(entry.error.message, "This room is closed.");
  assert.equal(tries[1].text, "two");
  assert.ok(await shelf.has(entry.key));
  await outbox.retry(entry.key);
  await answer(1, "ack");
  assert.equal(tries[2].key, entry.key);
  await answer(2, { code: "closed", message: "This room is closed." });
  await outbox.discard(entry.key);
  assert.deepEqual(await shelf.all(), []);
});

test("of several reactions to one post made without a line, the last is sent", async () => {
  const { outbox, sender, tries } = desk({ ahead: () => null });
  sender.ready = false;
  for (const kind of ["agree", "disagree", null]) await outbox.add("react", { post: 4, kind });
  await outbox.add("react", { post: 5, kind: "agree" });
  sender.ready = true;
  outbox.hurry();
  await settled();
  assert.deepEqual(tries.map(({ entry }) => entry.fields), [{ post: 4, kind: null }, { post: 5, kind: "agree" }]);
});

test("a reaction says when it was chosen by the server's clock, however late and often it is sent", async () => {
  const { outbox, clock, tries, answer } = desk({ ahead: () => 500 });
  await outbox.add("react", { post: 4, kind: "agree" });
  const pressed = clock.now() + 500;
  await answer(0, null);
  await clock.pass(60_000);
  assert.deepEqual(tries.map(({ entry }) => entry.fields.pressed), [pressed, pressed]);
  outbox.add("react", { post: 4, kind: "disagree" });
  await answer(1, "ack");
  assert.equal(tries[2].entry.fields.pressed, pressed + 60_000);
});

test("two reactions of one moment have an order", async () => {
  const { outbox, tries } = desk();
  for (const post of [4, 5]) await outbox.add("react", { post, kind: "agree" });
  assert.ok(tries[0].entry.fields.pressed < tries[1].entry.fields.pressed);
});

test("a server of a version before is not told what it does not know", async () => {
  const { outbox, tries } = desk({ ahead: () => null });
  await outbox.add("react", { post: 4, kind: "agree" });
  assert.deepEqual(tries[0].entry.fields, { post: 4, kind: "agree" });
});

test("a person sees each step: on its way, sent", async () => {
  const { outbox, heard, answer } = desk();
  await outbox.add("post", said("one"));
  await answer(0, "ack");
  assert.deepEqual(heard, ["waiting", "sending", "sent"]);
});

test("a machine whose clock is set back makes nobody wait longer than the forum said", async () => {
  const { outbox, clock, tries, answer } = desk();
  await outbox.add("post", said("one"));
  await answer(0, { code: "too_fast", message: "", retry_after: 30 });
  clock.time -= 3_600_000;
  for (const timer of clock.timers.values()) timer.at -= 3_600_000;
  await clock.pass(30_000);
  await clock.pass(30_000);
  assert.equal(tries.length, 2);
});

test("words go out under what the page showed when they were said, however much later", async () => {
  let now = "one";
  const { outbox, sender, tries } = desk({ shown: () => now });
  sender.ready = false;
  outbox.add("post", said("yes"));
  outbox.add("withdraw", { post: 4 });
  now = "other";
  sender.ready = true;
  outbox.hurry();
  await settled();
  assert.deepEqual(tries.map(({ entry }) => entry.fields.shown), ["one", undefined]);
});

test("refused because the room is another, they wait for the person, who says them to what the page shows then", async () => {
  let now = "one";
  const { outbox, shelf, tries, answer } = desk({ shown: () => now });
  const told = [];
  outbox.on("reworded", ({ fields, error }) => told.push([fields.shown, error.shown]));
  const entry = await outbox.add("post", said("yes"));
  await answer(0, { code: "reworded", message: "This room changed.", shown: "other" });
  assert.deepEqual(told, [["one", "other"]]);
  assert.equal(entry.state, "refused");
  assert.equal(toldOf(entry).shown, "other");
  now = "other";
  outbox.hurry();
  await settled();
  assert.equal(tries.length, 1, "not by itself");
  await outbox.retry(entry.key);
  assert.deepEqual([tries[1].key, tries[1].entry.fields.shown], [entry.key, "other"]);
  assert.equal((await shelf.all())[0].fields.shown, "other");
});

test("a page that takes up such words later sends nothing and is told nothing of the room of then", async () => {
  const { outbox, shelf, answer } = desk({ shown: () => "one" });
  await outbox.add("post", said("yes"));
  await answer(0, { code: "reworded", message: "This room changed.", shown: "other" });
  const later = desk({ shelf, shown: () => "third" });
  later.outbox.on("reworded", () => assert.fail("that was then"));
  await later.outbox.open();
  assert.deepEqual([later.outbox.entries[0].state, later.tries.length], ["refused", 0]);
});

test("words that another page left waiting go out under what that page showed", async () => {
  const { outbox, shelf, sender } = desk({ shown: () => "one" });
  sender.ready = false;
  await outbox.add("post", said("yes"));
  const later = desk({ shelf, shown: () => "other" });
  await later.outbox.open();
  assert.equal(later.tries[0].entry.fields.shown, "one");
});

test("a reply to words that were changed waits, and is sent to those that its author was told of", async () => {
  const { outbox, shelf, tries, answer } = desk();
  const entry = await outbox.add("post", { ...said("yes"), parent: 4, answers: 4 });
  await answer(0, { code: "parent_changed", message: "It now says: Expel them?", answers: 9 });
  assert.equal(entry.state, "refused");
  assert.equal(toldOf(entry).answers, 9);
  await outbox.retry(entry.key);
  assert.deepEqual([tries[1].key, tries[1].entry.fields.answers], [entry.key, 9]);
  assert.equal((await shelf.all())[0].fields.answers, 9);
});

test("what was refused for something else still answers the words that were read", async () => {
  const { outbox, tries, answer } = desk();
  const entry = await outbox.add("post", { ...said("yes"), parent: 4, answers: 4 });
  await answer(0, { code: "muted", message: "" });
  await outbox.retry(entry.key);
  assert.equal(tries[1].entry.fields.answers, 4);
});
