import assert from "node:assert/strict";
import test from "node:test";
import { until } from "./browser.mjs";
import { heartbeat, livePage, page, said, welcome } from "./line.mjs";

test("a page says where it stands, and shows what happens from there", () => {
  const { browser, seen, states, connection } = livePage({ last: 10, tally: 3 });
  const [socket] = browser.sockets;
  assert.equal(socket.address.href.split("?")[0], "wss://forum.example/live/rooms/water/");
  assert.deepEqual(socket.asked, { after: "10", tally: "3", epoch: "e1", language: "fr" });
  socket.says(said(11), said(12));
  assert.deepEqual(seen, [11, 12]);
  assert.deepEqual(states, ["live"]);
  assert.ok(connection.speaking && connection.ready);
});

test("a page that is behind says so until it has caught up", () => {
  const { browser, states, connection } = page({ last: 10 });
  connection.start();
  browser.sockets[0].opens(welcome(12));
  assert.equal(connection.state, "catching-up");
  browser.sockets[0].says(said(11), said(12));
  assert.deepEqual(states, ["live"]);
});

test("when something is missing, a page leaves the line and comes back after its last number", async () => {
  const { browser, clock, seen } = livePage({ last: 10 });
  browser.sockets[0].says(said(11), said(13), said(14));
  assert.deepEqual(seen, [11]);
  assert.ok(browser.sockets[0].left);
  await clock.pass(1000);
  assert.equal(browser.sockets[1].asked.after, "11");
  browser.sockets[1].opens(welcome(14), said(12), said(13), said(14));
  assert.deepEqual(seen, [11, 12, 13, 14]);
});

for (const code of [1001, 1006, 1011, 1012, 4008, 4009, 4030]) {
  test(`after close ${code} a page comes back by itself`, async () => {
    const { browser, clock, connection } = livePage();
    browser.sockets[0].says(said(11));
    browser.sockets[0].closes(code);
    assert.equal(connection.state, "catching-up");
    assert.ok(!connection.ready);
    await clock.pass(499);
    assert.equal(browser.sockets.length, 1, "not at once: a thousand others come back too");
    await clock.pass(600);
    assert.equal(browser.sockets[1].asked.after, "11");
  });
}

for (const [code, state] of [[4501, "signed-out"], [4504, "ended"]]) {
  test(`after close ${code} a page stays away, and says "${state}"`, async () => {
    const { browser, clock, connection } = livePage();
    browser.sockets[0].closes(code);
    await clock.pass(600_000);
    connection.wake();
    connection.unplugged();
    await clock.pass(600_000);
    assert.equal(connection.state, state);
    assert.equal(browser.sockets.length + browser.sources.length + browser.questions.length, 1);
    assert.equal(clock.timers.size, 0);
  });
}

test("who sent too much comes back after half a minute", async () => {
  const { browser, clock } = livePage();
  browser.sockets[0].closes(4029);
  await clock.pass(29_999);
  assert.equal(browser.sockets.length, 1);
  await clock.pass(1);
  assert.equal(browser.sockets.length, 2);
});

test("after a restored backup or too long away, the page is loaded anew, once", async () => {
  for (const play of [(socket) => socket.says(welcome(10, "e2")), (socket) => socket.closes(4010)]) {
    const made = livePage();
    play(made.browser.sockets[0]);
    await made.clock.pass(600_000);
    assert.equal(made.reloads, 1);
    assert.equal(made.browser.sockets.length, 1);
  }
});

test("a line that fell silent is given up after 35 seconds; heartbeats keep it", async () => {
  const { browser, clock } = livePage();
  for (let beat = 0; beat < 10; beat += 1) {
    await clock.pass(15_000);
    browser.sockets[0].says(heartbeat(10));
  }
  await clock.pass(34_999);
  assert.ok(!browser.sockets[0].left);
  await clock.pass(1);
  assert.ok(browser.sockets[0].left);
  await clock.pass(1000);
  assert.equal(browser.sockets.length, 2);
});

test("when a heartbeat counts posts that do not come, a page asks for them", async () => {
  const { browser, clock, seen } = livePage({ last: 10 });
  browser.sockets[0].says(heartbeat(12));
  await clock.pass(5000);
  assert.equal(browser.sockets[1].asked.after, "10");
  browser.sockets[1].opens(welcome(12), said(11), said(12));
  assert.deepEqual(seen, [11, 12]);
});

test("a heartbeat that overtook its posts costs nothing", async () => {
  const { browser, clock } = livePage({ last: 10 });
  browser.sockets[0].says(heartbeat(11));
  await clock.pass(1000);
  browser.sockets[0].says(said(11));
  await clock.pass(10_000);
  assert.equal(browser.sockets.length, 1);
});

test("a page shown again after a night comes back at once", () => {
  const { browser, clock, connection } = livePage();
  connection.wake();
  assert.equal(browser.sockets.length, 1, "a line that is well stays");
  clock.time += 8 * 3_600_000;
  connection.wake();
  assert.equal(browser.sockets.length, 2);
});

test("without a network a page says so, keeps trying, and is there when the network is", async () => {
  const { browser, clock, connection } = livePage();
  browser.plugged = false;
  connection.unplugged();
  assert.equal(connection.state, "offline");
  for (let tried = 1; tried < 8; tried += 1) {
    await until(clock, () => browser.sockets.length > tried);
    browser.sockets[tried].closes(1006);
  }
  assert.equal(browser.sources.length, 0, "no network says nothing about what it lets through");
  browser.plugged = true;
  connection.wake();
  browser.sockets.at(-1).opens(welcome(10));
  assert.equal(connection.state, "live");
});

test("when somebody else has signed in on this browser, a page ends its line and sends nothing more", () => {
  const { browser, connection } = page({ me: "bo" });
  connection.start();
  browser.sockets[0].opens(welcome(10));
  assert.equal(connection.state, "signed-out");
  assert.ok(!connection.ready && browser.sockets[0].left);
});

test("one's own page, and a guest's, go on", () => {
  for (const me of ["ana", ""]) {
    const { browser, connection } = page({ me });
    connection.start();
    browser.sockets[0].opens(welcome(10));
    assert.equal(connection.state, "live");
  }
});
