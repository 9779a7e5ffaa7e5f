import "./setup.mjs";
import assert from "node:assert/strict";
import test from "node:test";
import { settled } from "./browser.mjs";
import { desk } from "./desk.mjs";

const { followChosen } = await import("live/chosen.js");
const { Store } = await import("live/store.js");

/** A page of one's own: {shown, hears(post, kind), press(kind), …desk}. `shown` is what its row says, choice by choice. */
function tab() {
  const store = new Store({ epoch: "e1", last: 9, tally: 0, me: "ana" });
  const mine = desk();
  const shown = [];
  followChosen({ store, outbox: mine.outbox, show: (post, kind) => shown.push([post, kind]) });
  const hears = (post, kind) => store.take({ kind: "chosen", data: { choices: [{ post, kind }] } });
  const press = (kind) => mine.outbox.add("react", { post: 4, kind });
  return { ...mine, shown, hears, press };
}

test("what was pressed on the telephone is shown as one's own here, and what was taken back there is not", () => {
  const { shown, hears } = tab();
  hears(4, "agree");
  hears(4, null);
  assert.deepEqual(shown, [[4, "agree"], [4, null]]);
});

test("a press that is on its way here is not undrawn by an older one; other posts are drawn meanwhile", async () => {
  const { shown, hears, press, answer } = tab();
  press("disagree");
  await settled();
  hears(4, "agree");
  hears(5, "question");
  assert.deepEqual(shown, [[5, "question"]]);
  await answer(0, "ack");
  hears(4, "disagree");
  hears(4, "solidarity");
  assert.deepEqual(shown.slice(1), [[4, "disagree"], [4, "solidarity"]]);
});

test("a press that is refused gives way to what stands, which was pressed later on the telephone", async () => {
  const { shown, hears, press, answer } = tab();
  press("disagree");
  await settled();
  hears(4, "agree");
  await answer(0, { code: "conflict", message: "You have chosen again since." });
  assert.deepEqual(shown, [[4, "agree"]]);
});

test("a press that is refused where nothing else was told is drawn no longer", async () => {
  const { shown, press, answer } = tab();
  press("disagree");
  await settled();
  await answer(0, { code: "closed", message: "The debate has ended." });
  assert.deepEqual(shown, [[4, null]]);
});
