import assert from "node:assert/strict";
import test from "node:test";
import { Clock, settled } from "./browser.mjs";
import { MemoryShelf, desk, openShelf, said } from "./desk.mjs";

/** Words kept in this browser while there was no line, in this order. */
async function kept(shelf, texts, who = {}) {
  const { outbox, sender, clock } = desk({ shelf, ...who });
  sender.ready = false;
  for (const text of texts) {
    await outbox.add("post", said(text));
    clock.time += 1000;
  }
}

test("words not sent before a reload are sent after it, in order and under the same keys", async () => {
  const shelf = new MemoryShelf();
  await kept(shelf, ["one", "two"]);
  const keys = (await shelf.all()).map(({ key }) => key);
  shelf.kept = new Map([...shelf.kept].reverse());
  const { outbox, tries, answer } = desk({ shelf });
  await outbox.open();
  await settled();
  await answer(0, "ack");
  await answer(1, "ack");
  assert.deepEqual(tries.map(({ text }) => text), ["one", "two"]);
  assert.deepEqual(tries.map(({ key }) => key), keys);
  assert.deepEqual(await shelf.all(), []);
});

test("words that were on their way when the page went are sent again under the same key", async () => {
  const before = desk();
  await before.outbox.add("post", said("one"));
  const after = desk({ shelf: before.shelf });
  await after.outbox.open();
  await settled();
  assert.equal(after.tries[0].key, before.tries[0].key);
});

test("another person on the same machine neither sees nor sends what was left; nor does another room", async () => {
  const shelf = new MemoryShelf();
  await kept(shelf, ["Ana's"]);
  for (const who of [{ account: "ben" }, { account: "" }, { room: "energy" }]) {
    const { outbox, tries, heard } = desk({ shelf, ...who });
    await outbox.open();
    await settled();
    assert.deepEqual([tries, heard, outbox.entries], [[], [], []]);
  }
  const { outbox, tries } = desk({ shelf });
  await outbox.open();
  await settled();
  assert.equal(tries[0].text, "Ana's");
});

test("a refusal is still there after a reload, and is not sent by itself", async () => {
  const before = desk();
  await before.outbox.add("post", said("one"));
  await before.answer(0, { code: "muted", message: "You are muted until noon." });
  const after = desk({ shelf: before.shelf });
  await after.outbox.open();
  await settled();
  assert.equal(after.tries.length, 0);
  assert.equal(after.outbox.entries[0].error.message, "You are muted until noon.");
});

test("who was signed out finds the words sent after signing in", async () => {
  const before = desk();
  await before.outbox.add("post", said("one"));
  await before.answer(0, { code: "sign_in", message: "Sign in to post." });
  const after = desk({ shelf: before.shelf });
  await after.outbox.open();
  await settled();
  assert.equal(after.tries[0].key, before.tries[0].key);
});

test("what one tab has sent, another does not send again", async () => {
  const shelf = new MemoryShelf();
  await kept(shelf, ["one"]);
  const [first, second] = [desk({ shelf }), desk({ shelf })];
  second.sender.ready = false;
  await Promise.all([first.outbox.open(), second.outbox.open()]);
  await settled();
  await first.answer(0, "ack");
  second.sender.ready = true;
  second.outbox.hurry();
  await settled();
  assert.deepEqual(second.tries, []);
  assert.equal(second.heard.at(-1), "gone");
});

test("two tabs that send at the same moment use one key, and both are done", async () => {
  const shelf = new MemoryShelf();
  await kept(shelf, ["one"]);
  const tabs = [desk({ shelf }), desk({ shelf })];
  for (const { outbox } of tabs) await outbox.open();
  await settled();
  assert.equal(tabs[0].tries[0].key, tabs[1].tries[0].key);
  for (const tab of tabs) await tab.answer(0, "ack");
  for (const { outbox } of tabs) assert.deepEqual(outbox.entries, []);
  assert.deepEqual(await shelf.all(), []);
});

test("what a person says while earlier words are taken up is sent once, after them", async () => {
  const shelf = new MemoryShelf();
  await kept(shelf, ["before"]);
  const { outbox, clock, tries, answer } = desk({ shelf });
  clock.time += 60_000;
  await Promise.all([outbox.open(), outbox.add("post", said("now"))]);
  await settled();
  await answer(0, "ack");
  if (tries.length > 1) await answer(1, "ack");
  assert.deepEqual(tries.map(({ text }) => text), ["before", "now"]);
});

/** A browser's database that answers with `outcome` ("full": reads work, writes do not; "broken": nothing does). */
function database(outcome) {
  const answered = (result) => {
    const request = { result };
    queueMicrotask(() => request.onsuccess());
    return request;
  };
  const write = () => { throw new Error("full"); };
  const store = { getAll: () => answered([]), count: () => answered(0), put: write, delete: () => answered(undefined) };
  const transaction = outcome === "full" ? () => ({ objectStore: () => store }) : write;
  return { open: () => answered({ transaction, close: () => {} }) };
}

test("who has no room left on the machine, or a browser that keeps nothing, can still speak", async () => {
  for (const given of [database("full"), database("broken"), undefined]) {
    const { outbox, tries, answer } = desk({ shelf: await openShelf(given) });
    await outbox.open();
    await outbox.add("post", said("one"));
    await settled();
    assert.deepEqual(tries.map(({ text }) => text), ["one"]);
    await answer(0, "ack");
    assert.deepEqual(outbox.entries, []);
  }
});

const never = {};
/** A browser whose database is never opened, or opens and never answers; both have been seen. */
const silent = [{ open: () => never }, {
  open: () => {
    const opening = { result: { transaction: () => ({ objectStore: () => ({ getAll: () => never, count: () => never, put: () => never, delete: () => never }) }) } };
    queueMicrotask(() => opening.onsuccess());
    return opening;
  },
}];

test("a browser that never answers about what it keeps holds nobody's words back for more than a moment", async () => {
  for (const given of silent) {
    const clock = new Clock();
    const { outbox, tries, answer } = desk({ shelf: openShelf(given, clock), clock });
    outbox.open();
    const entry = outbox.add("post", said("one"));
    assert.equal(outbox.find(entry.key), entry, "it is there at once");
    await clock.pass(3000);
    assert.deepEqual(tries.map(({ text }) => text), ["one"]);
    outbox.add("post", said("two"));
    await answer(0, "ack");
    await clock.pass(0);
    assert.deepEqual(tries.map(({ text }) => text), ["one", "two"], "and is not waited for again");
  }
});

test("nobody thinks that nothing waits where the browser did not say", async () => {
  const clock = new Clock();
  const asked = openShelf(silent[0], clock).all();
  await clock.pass(3000);
  assert.equal(await asked, null);
});

test("where storage is forbidden everything that asks for it goes on", async () => {
  const { local, session } = await import("live/storage.js");
  const forbidden = { configurable: true, get: () => { throw new Error("Access is denied"); } };
  for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(globalThis, name, forbidden);
  for (const kept of [local, session]) {
    assert.deepEqual([kept.get("x"), kept.set("x", "1"), kept.names("x"), kept.remove("x")], [null, false, [], undefined]);
  }
});
