import "./setup.mjs";
import assert from "node:assert/strict";
import test from "node:test";

const { Drafts } = await import("live/drafts.js");

function drawer() {
  const kept = new Map();
  return {
    kept,
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => kept.set(name, value),
    removeItem: (name) => kept.delete(name),
  };
}
const of = (account, room, storage) => new Drafts({ account, room, storage });

test("an unfinished text is there again after a reload, with what it answers", () => {
  const storage = drawer();
  of("ana", "water", storage).keep(null, { text: "Half a thought", parent: 12 });
  assert.deepEqual(of("ana", "water", storage).read(null), { text: "Half a thought", parent: 12 });
});

test("each person, room and thread has its own draft", () => {
  const storage = drawer();
  of("ana", "water", storage).keep(null, { text: "Mine", parent: null });
  of("ana", "water", storage).keep(7, { text: "In a thread", parent: 7 });
  assert.equal(of("ben", "water", storage).read(null), null);
  assert.equal(of("ana", "energy", storage).read(null), null);
  assert.equal(of("ana", "water", storage).read(null).text, "Mine");
  assert.equal(of("ana", "water", storage).read(7).text, "In a thread");
});

test("a sent or emptied text leaves nothing behind", () => {
  const storage = drawer();
  const drafts = of("ana", "water", storage);
  drafts.keep(null, { text: "x", parent: null });
  drafts.keep(null, { text: " \n", parent: 3 });
  assert.equal(drafts.read(null), null);
  assert.equal(storage.kept.size, 0);
});

test("who has no storage, a full one or a broken draft can still write", () => {
  const full = { ...drawer(), setItem: () => { throw new Error("full"); } };
  assert.doesNotThrow(() => of("ana", "water", full).keep(null, { text: "x" }));
  assert.doesNotThrow(() => of("ana", "water", undefined).keep(null, { text: "x" }));
  assert.equal(of("ana", "water", undefined).read(null), null);
  assert.equal(of("ana", "water", { ...drawer(), getItem: () => "{broken" }).read(null), null);
});
