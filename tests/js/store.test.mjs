import "./setup.mjs";
import assert from "node:assert/strict";
import test from "node:test";
import { dice } from "./browser.mjs";

const { Store } = await import("live/store.js");

const said = (seq) => ({ seq, kind: "post.said", at: "", data: { post: seq } });
const welcome = (epoch, head) => ({ kind: "welcome", data: { epoch, head, tally: 0, you: null } });
const heartbeat = (head) => ({ kind: "heartbeat", data: { head, tally: 0 } });
const tally = (number, ...posts) => ({ kind: "tally", data: { tally: number, posts } });
const at = (last) => new Store({ epoch: "e1", last, tally: 0 });

test("whatever is lost, repeated or out of order on the way, everyone sees every post once and in order", () => {
  for (let seed = 1; seed <= 500; seed += 1) {
    const { roll, below } = dice(seed);
    const end = 1 + below(120);
    const store = at(0);
    const seen = [];
    store.on("post.said", ({ seq }) => seen.push(seq));
    for (let from = 1; store.last < end; ) {
      const seq = roll() < 0.7 ? Math.min(from, end) : 1 + below(end);
      const expected = seq <= store.last ? "ignore" : seq === store.last + 1 ? "apply" : "gap";
      const outcome = store.take(said(seq));
      assert.equal(outcome, expected);
      from = outcome === "gap" ? store.last + 1 : seq + (roll() < 0.1 ? 2 : 1);
      if (from > end) from = store.last + 1;
    }
    assert.deepEqual(seen, Array.from({ length: end }, (_, index) => index + 1), `seed ${seed}`);
  }
});

test("a page applies the next number, ignores old ones, and asks again when one is missing", () => {
  const store = at(5);
  assert.equal(store.take(said(5)), "ignore");
  assert.equal(store.take(said(6)), "apply");
  assert.equal(store.take(said(6)), "ignore");
  assert.equal(store.take(said(8)), "gap");
  assert.equal(store.last, 6);
  assert.ok(store.behind);
});

test("a page that missed something is behind until it has all of it", () => {
  const store = at(5);
  store.take(heartbeat(7));
  assert.ok(store.behind);
  store.take(said(6));
  assert.ok(store.behind);
  store.take(said(7));
  assert.ok(!store.behind);
});

test("a page knows how far the server's clock is ahead of its own, and whether the server says so at all", () => {
  const clock = { now: () => 1_000_000 };
  const store = new Store({ epoch: "e1", last: 5, tally: 0, clock });
  assert.equal(store.ahead, 0);
  const at = new Date(1_002_500).toISOString();
  store.take({ kind: "welcome", data: { ...welcome("e1", 5).data, at } });
  assert.equal(store.ahead, 2500);
  store.take(welcome("e1", 5));
  assert.equal(store.ahead, null);
});

test("an old heartbeat does not make a page forget how far the room is", () => {
  const store = at(5);
  store.take(heartbeat(9));
  store.take(heartbeat(6));
  assert.equal(store.head, 9);
});

test("of reaction counts that arrive in any order, each post shows the newest", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const { below } = dice(seed);
    const store = at(0);
    const shown = new Map();
    store.on("tally", ({ data }) => data.posts.forEach(({ post, counts }) => shown.set(post, counts.agree)));
    const highest = new Map();
    for (let turn = 0; turn < 60; turn += 1) {
      const [post, number] = [1 + below(5), 1 + below(40)];
      highest.set(post, Math.max(highest.get(post) ?? 0, number));
      store.take(tally(number, { post, tally: number, counts: { agree: number } }));
    }
    assert.deepEqual(shown, highest, `seed ${seed}`);
  }
});

test("a page that heard half of a tally asks for that tally again", () => {
  const store = at(0);
  store.take(tally(7, { post: 1, tally: 7, counts: {} }));
  assert.equal(store.tally, 6);
});

test("after a backup was restored, a page is loaded anew", () => {
  assert.equal(at(5).take(welcome("e2", 9)), "reload");
  assert.equal(at(5).take(welcome("e1", 4)), "reload");
  assert.equal(at(5).take({ kind: "reload", data: {} }), "reload");
  assert.equal(at(5).take(welcome("e1", 5)), "apply");
});

test("who is here and who is typing reaches the page; what is no frame does not", () => {
  const store = at(0);
  const heard = [];
  for (const kind of ["presence", "typing"]) store.on(kind, (frame) => heard.push(frame.kind));
  store.take({ kind: "presence", data: { total: 3, sectors: {}, countries: {} } });
  store.take({ kind: "typing", data: { people: [], more: 0 } });
  assert.equal(store.take({ hello: "there" }), "ignore");
  assert.deepEqual(heard, ["presence", "typing"]);
});
