import assert from "node:assert/strict";
import test from "node:test";
import { settled } from "./browser.mjs";
import { heartbeat, page, pageWithoutSockets, said, welcome } from "./line.mjs";

/** What `navigator.locks` does for all tabs of a browser: one holder of a name, the others wait in their order. */
class Locks {
  held = new Map();

  async request(name, { signal }, have) {
    const before = this.held.get(name);
    let free;
    const turn = new Promise((resolve) => (free = resolve));
    this.held.set(name, Promise.resolve(before).then(() => turn));
    const left = new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    // Whoever leaves the queue is passed over; who has the name already keeps it.
    await Promise.race([before, left]).catch((gone) => { free(); throw gone; });
    return Promise.resolve(have({ name })).finally(free);
  }
}

const LAST = { epoch: "e1", head: 10, tally: 3, reload: false, frames: [] };
const streams = ({ browser }) => browser.sources.filter(({ left }) => !left).length;

/** A page whose network lets no sockets through; what its stream is answered, if it has one. */
async function tab(where) {
  const made = await pageWithoutSockets(where);
  await settled();
  made.browser.sources.at(-1)?.opens("10.3", welcome(10));
  return made;
}

async function tabs(count) {
  const locks = new Locks();
  const made = [];
  while (made.length < count) made.push(await tab({ locks }));
  return made;
}

async function looksAway({ browser, clock, connection }, milliseconds = 5000) {
  browser.hidden = true;
  connection.unseen();
  await clock.pass(milliseconds);
}

async function looksAgain({ browser, connection }) {
  browser.hidden = false;
  connection.wake();
  await settled();
}

test("of eight pages that are looked at, three keep streams open; the others ask, and say so", async () => {
  const all = await tabs(8);
  assert.deepEqual(all.map(streams), [1, 1, 1, 0, 0, 0, 0, 0]);
  const last = all.at(-1);
  last.browser.questions[0].answer({ ...LAST, head: 11, frames: [said(11)] });
  await settled();
  assert.deepEqual([last.seen, last.connection.state], [[11], "without-live"]);
  await last.clock.pass(3600);
  assert.equal(last.browser.questions.length, 2, "every three seconds");
});

test("the page that waited longest gets the stream of one that is closed, from where it stands", async () => {
  const [first, , , fourth, fifth] = await tabs(5);
  fourth.browser.questions[0].answer({ ...LAST, head: 11, frames: [said(11)] });
  await settled();
  first.connection.stop();
  await settled();
  assert.deepEqual([streams(fourth), streams(fifth)], [1, 0]);
  assert.equal(fourth.browser.sources[0].asked.after, "11");
  fourth.browser.sources[0].opens("11.3", welcome(11));
  assert.equal(fourth.connection.state, "live");
  await fourth.clock.pass(10_000);
  assert.equal(fourth.browser.questions.length, 1, "it asks no more");
});

test("a page that has its stream holds no second place, and waits for none", async () => {
  const [first, second, third] = await tabs(3);
  for (const made of [first, second]) made.connection.stop();
  await settled();
  const later = await tab({ locks: first.browser.world.locks });
  assert.deepEqual([streams(third), streams(later)], [1, 1]);
});

test("a page nobody looks at lets its stream go after five seconds, and asks every half minute", async () => {
  const made = await tab();
  await looksAway(made, 4999);
  assert.equal(streams(made), 1);
  await made.clock.pass(1);
  assert.equal(streams(made), 0);
  made.browser.questions[0].answer(LAST);
  await made.clock.pass(23_999);
  assert.equal(made.browser.questions.length, 1);
  await made.clock.pass(12_001);
  assert.equal(made.browser.questions.length, 2);
});

test("shown again, a page has its stream at once, and what was said meanwhile once", async () => {
  const made = await tab();
  await looksAway(made);
  const [question] = made.browser.questions;
  await looksAgain(made);
  const source = made.browser.sources[1];
  source.opens("11.3", welcome(11), said(11));
  question.answer({ ...LAST, head: 11, frames: [said(11)] });
  await settled();
  assert.deepEqual([source.asked.after, made.seen, made.connection.state], ["10", [11], "live"]);
  await made.clock.pass(30_000);
  assert.equal(made.browser.questions.length, 1);
});

test("a glance at another page costs nothing", async () => {
  const made = await tab();
  await looksAway(made, 1000);
  await looksAgain(made);
  await made.clock.pass(10_000);
  assert.deepEqual([made.browser.sources.length, made.browser.questions.length, streams(made)], [1, 0, 1]);
});

test("a page that nobody looks at leaves its place to one that is looked at", async () => {
  const [first, second, third, fourth] = await tabs(4);
  for (const away of [third, second, first]) await looksAway(away);
  await settled();
  assert.deepEqual([first, second, third, fourth].map(streams), [0, 0, 0, 1]);
  await looksAgain(first);
  assert.equal(streams(first), 1);
});

test("a page opened behind another one waits for no stream until it is shown", async () => {
  const made = page();
  made.browser.hidden = true;
  made.connection.start();
  for (const tried of [0, 1, 2]) {
    made.browser.sockets[tried].closes(1006);
    await made.clock.pass(3000);
  }
  assert.equal(made.browser.sources.length, 0);
  made.browser.questions[0].answer(LAST);
  await settled();
  await looksAgain(made);
  assert.equal(streams(made), 1);
});

test("where the network lets no stream through, a page shown again asks at once and tries none", async () => {
  const made = await pageWithoutSockets();
  made.browser.sources[0].fails();
  await settled();
  made.browser.questions[0].answer(LAST);
  await looksAway(made);
  const asked = made.browser.questions.length;
  await looksAgain(made);
  assert.deepEqual([made.browser.questions.length, made.browser.sources.length], [asked + 1, 1]);
});

/** Lines go on until this page tries a socket again, as it does every two minutes; it gets through. */
async function socketGetsThrough({ browser, clock }, meanwhile) {
  for (let beats = 0; beats < 20 && browser.sockets.length === 3; beats += 1) {
    await meanwhile?.();
    if (!browser.sources.at(-1).left) browser.sources.at(-1).says("10.3", heartbeat(10));
    await clock.pass(10_000);
  }
  browser.sockets[3].opens(welcome(10));
  await settled();
}

test("a page whose socket gets through leaves its place to another, and keeps the socket when nobody looks", async () => {
  const [first, , , fourth] = await tabs(4);
  await socketGetsThrough(first);
  assert.deepEqual([streams(first), streams(fourth)], [0, 1]);
  await looksAway(first);
  await looksAgain(first);
  assert.deepEqual([first.browser.sockets[3].left, first.connection.speaking], [undefined, true]);
});

test("turning from a page and back puts off no try of a socket", async () => {
  const made = await tab();
  const began = made.clock.now();
  await socketGetsThrough(made, async () => {
    await looksAway(made);
    await looksAgain(made);
    made.browser.sources.at(-1).opens("10.3", welcome(10));
  });
  assert.ok(made.clock.now() - began <= 130_000);
  assert.ok(made.connection.speaking);
});

for (const [browser, locks] of [
  ["has no locks", null],
  ["forbids them", { request: () => { throw new DOMException("denied", "SecurityError"); } }],
  ["refuses them", { request: () => Promise.reject(new DOMException("denied", "SecurityError")) }],
]) {
  test(`where the browser ${browser}, pages that are looked at have streams, and others let them go`, async () => {
    const made = await tab({ locks });
    assert.equal(streams(made), 1);
    await looksAway(made);
    assert.equal(streams(made), 0);
    await looksAgain(made);
    assert.equal(streams(made), 1);
  });
}
