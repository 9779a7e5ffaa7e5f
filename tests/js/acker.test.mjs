import assert from "node:assert/strict";
import test from "node:test";
import { Clock } from "./browser.mjs";
import { heartbeat, livePage, said } from "./line.mjs";

const { Acker } = await import("live/acker.js");

/** An acknowledging page: `hears(seq)` is one message that brought it to number `seq`. */
function acker(after = 0, random = () => 0.5) {
  const clock = new Clock();
  const told = [];
  const made = new Acker(({ seq }) => told.push({ seq, at: clock.now() }), clock, after, random);
  const hears = (seq, behind = false) => {
    made.have(seq);
    made.flush(behind);
  };
  return { clock, told, made, hears };
}
const spacings = (told) => told.slice(1).map(({ at }, index) => at - told[index].at);

test("while it is calm, a page acknowledges at most once a second, and nothing waits longer than that", async () => {
  const { clock, told, hears } = acker();
  for (let seq = 1; seq <= 80; seq += 1) {
    hears(seq);
    await clock.pass(130);
    assert.ok(clock.now() - told.at(-1).at <= 1000);
  }
  await clock.pass(1000);
  assert.equal(told.at(-1).seq, 80);
  for (const spacing of spacings(told)) assert.ok(spacing >= 1000 && spacing <= 1130, `${spacing} ms`);
});

test("in a flood a page acknowledges every 100 posts or so, and ten times a second at most", async () => {
  const { clock, told, hears } = acker();
  for (let seq = 1; seq <= 3000; seq += 1) {
    hears(seq);
    if (seq % 8 === 0) await clock.pass(10);
  }
  await clock.pass(1000);
  assert.equal(told.at(-1).seq, 3000);
  for (const spacing of spacings(told)) assert.ok(spacing >= 100, `${spacing} ms`);
  for (const [index, { seq }] of told.slice(1).entries()) assert.ok(seq - told[index].seq <= 100 + 80);
});

test("when a calm room bursts, a page does not wait for the end of its second", async () => {
  const { clock, told, hears } = acker();
  hears(1);
  await clock.pass(10);
  hears(2);
  await clock.pass(10);
  hears(140);
  await clock.pass(80);
  assert.deepEqual(told.map(({ seq }) => seq), [1, 140]);
});

test("a page that catches up acknowledges soon, because the next page comes with it", async () => {
  const { clock, told, hears } = acker();
  hears(20, true);
  hears(25, true);
  await clock.pass(100);
  assert.deepEqual(told.map(({ seq }) => seq), [20, 25]);
});

test("what is old is not acknowledged again, and an acknowledgement never goes back", async () => {
  const { clock, told, hears } = acker(50);
  hears(40);
  await clock.pass(2000);
  assert.deepEqual(told, []);
});

test("a page that left its line acknowledges nothing more on it", async () => {
  const { clock, told, made, hears } = acker();
  hears(1);
  hears(2);
  made.stop();
  await clock.pass(60_000);
  assert.deepEqual(told.map(({ seq }) => seq), [1]);
});

test("every heartbeat is answered, also when there is nothing new", () => {
  const { browser } = livePage({ last: 10 });
  const [socket] = browser.sockets;
  socket.says(heartbeat(10));
  socket.says(said(11));
  socket.says(heartbeat(11));
  assert.deepEqual(socket.sent, [{ do: "ack", seq: 10 }, { do: "ack", seq: 11 }]);
});

test("posts that a page had already are acknowledged too", async () => {
  const { browser, clock } = livePage({ last: 10 });
  browser.sockets[0].says(said(9), said(10), said(11));
  await clock.pass(1000);
  assert.deepEqual(browser.sockets[0].sent, [{ do: "ack", seq: 11 }]);
});

test("a thousand pages that hear the same posts do not all answer at once", async () => {
  const moments = new Set();
  for (let page = 0; page < 100; page += 1) {
    const { clock, told, hears } = acker(0, () => page / 100);
    hears(1);
    await clock.pass(10);
    hears(2);
    await clock.pass(2000);
    assert.equal(told.at(-1).seq, 2);
    moments.add(told.at(-1).at);
  }
  assert.ok(moments.size > 50, `${moments.size} moments`);
});
