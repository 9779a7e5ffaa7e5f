import "./setup.mjs";
import assert from "node:assert/strict";
import test from "node:test";

const { pause } = await import("live/backoff.js");
const { meaning } = await import("live/closing.js");

const ALMOST_ONE = 1 - 2 ** -53;

test("nobody waits less than half a second or more than half a minute", () => {
  for (const attempt of [0, 1, 2, 5, 10, 100, 10_000]) {
    for (const chance of [0, 0.5, ALMOST_ONE]) {
      const wait = pause(attempt, () => chance);
      assert.ok(wait >= 500 && wait <= 30_000, `try ${attempt}, chance ${chance}: ${wait}`);
    }
  }
});

test("after a deploy, people come back spread over the whole time, and later with every try", () => {
  assert.equal(pause(9, () => 0), 500);
  const longest = [0, 1, 2, 3, 4, 5, 6].map((attempt) => Math.round(pause(attempt, () => ALMOST_ONE)));
  assert.deepEqual(longest, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
});

test("a page knows from the code of the close whether to come back", () => {
  for (const code of [1001, 1006, 1011, 1012, 4000, 4008, 4009, 4030, 4499]) {
    assert.deepEqual(meaning(code), { then: "return", rest: 0 });
  }
  for (const code of [4010, 4508]) assert.equal(meaning(code).then, "reload");
  for (const code of [4504, 4500, 4999]) assert.equal(meaning(code).then, "ended");
  assert.equal(meaning(4501).then, "signed-out");
  assert.equal(meaning(4010).then, "reload");
  assert.deepEqual(meaning(4029), { then: "return", rest: 30_000 });
});
