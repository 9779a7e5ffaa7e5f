import assert from "node:assert/strict";
import test from "node:test";
import { settled, until } from "./browser.mjs";
import { heartbeat, livePage, pageWithoutSockets, said, welcome } from "./line.mjs";

const answer = (head, ...frames) => ({ epoch: "e1", head, tally: 5, reload: false, frames });

/** A page whose network lets neither sockets nor event streams through. */
async function pollingPage(where) {
  const made = await pageWithoutSockets(where);
  made.browser.sources[0].fails();
  await settled();
  return made;
}

test("after three failed handshakes a page asks for server-sent events, and is live by them", async () => {
  const { browser, connection, seen } = await pageWithoutSockets({ last: 10, tally: 3 });
  assert.equal(browser.sockets.length, 3);
  const [source] = browser.sources;
  assert.equal(source.address.pathname, "/rooms/water/live/");
  assert.deepEqual(source.asked, { after: "10", tally: "3", epoch: "e1" });
  source.opens("10.3", welcome(10));
  source.says("11.4", said(11));
  assert.deepEqual(seen, [11]);
  assert.equal(connection.state, "live");
  assert.ok(connection.ready && !connection.speaking, "what is said goes by the forms");
});

test("an event stream that is cut three times in a row before it says anything is given up for questions", async () => {
  const { browser } = await pageWithoutSockets();
  const [source] = browser.sources;
  source.cut();
  source.cut();
  await settled();
  assert.deepEqual([source.left, browser.questions.length], [undefined, 0], "the browser comes back by itself");
  source.cut();
  await settled();
  assert.deepEqual([source.left, browser.questions.length], [true, 1]);
});

test("handshakes that failed before a good line do not count", async () => {
  const { browser, clock } = livePage();
  for (let tried = 0; tried < 12; tried += 1) {
    browser.sockets[tried].closes(1006);
    await until(clock, () => browser.sockets.length > tried + 1);
    if (tried % 3 === 1) browser.sockets.at(-1).opens(welcome(10));
  }
  assert.equal(browser.sources.length, 0);
});

test("a server-sent line that ends is opened again from where the page stands", async () => {
  const { browser, clock } = await pageWithoutSockets();
  const [source] = browser.sources;
  source.opens("10.3", welcome(10));
  source.says("11.7", said(11));
  source.fails();
  await until(clock, () => browser.sources.length > 1);
  assert.deepEqual(browser.sources[1].asked, { after: "11", tally: "7", epoch: "e1" });
});

test("a server-sent line that is told to stay away does", async () => {
  const { browser, clock, connection } = await pageWithoutSockets();
  browser.sources[0].opens("10.3", welcome(10));
  browser.sources[0].named.closed({ data: "4501" });
  await clock.pass(600_000);
  assert.equal(connection.state, "signed-out");
  assert.equal(browser.sources.length, 1);
});

test("where nothing stays open, a page asks every three seconds, give or take", async () => {
  const { browser, clock, connection, seen } = await pollingPage({ last: 10 });
  assert.deepEqual(browser.questions[0].asked, { after: "10", tally: "3", epoch: "e1" });
  browser.questions[0].answer(answer(11, said(11)));
  await settled();
  assert.deepEqual(seen, [11]);
  assert.equal(connection.state, "without-live");
  await clock.pass(2399);
  assert.equal(browser.questions.length, 1);
  await clock.pass(1201);
  assert.deepEqual(browser.questions[1].asked, { after: "11", tally: "5", epoch: "e1" });
});

test("a page far behind asks for the rest without waiting", async () => {
  const { browser, clock, seen } = await pollingPage({ last: 0 });
  browser.questions[0].answer(answer(250, ...Array.from({ length: 200 }, (_, index) => said(index + 1))));
  await clock.pass(0);
  assert.equal(browser.questions[1].asked.after, "200");
  assert.equal(seen.length, 200);
});

test("a room that is gone, or a restored backup, is seen by asking too", async () => {
  const gone = await pollingPage();
  gone.browser.questions[0].answer({}, 404);
  await gone.clock.pass(600_000);
  assert.equal(gone.connection.state, "ended");
  const restored = await pollingPage();
  restored.browser.questions[0].answer({ ...answer(2), epoch: "e2", reload: true });
  await restored.clock.pass(600_000);
  assert.equal(restored.reloads, 1);
});

test("when asking fails as well, a page starts again with a socket", async () => {
  const { browser, clock } = await pollingPage();
  browser.questions[0].fail();
  await until(clock, () => browser.sockets.length > 3);
  assert.equal(browser.sockets.length, 4);
});

test("two minutes later a page tries a socket again, and keeps what it has until that one speaks", async () => {
  const { browser, clock, connection, seen } = await pollingPage({ last: 10 });
  browser.questions[0].answer(answer(10));
  for (let asked = 1; asked < 60 && browser.sockets.length === 3; asked += 1) {
    await clock.pass(3000);
    browser.questions[asked].answer(answer(10));
  }
  assert.equal(connection.state, "without-live");
  browser.sockets[3].opens(welcome(11), said(11));
  assert.deepEqual(seen, [11]);
  assert.equal(connection.state, "live");
  assert.ok(connection.speaking);
  const questions = browser.questions.length;
  await clock.pass(30_000);
  assert.equal(browser.questions.length, questions, "nobody asks any more");
});

test("a socket that gets through while a page waits for its next try is the only line it keeps", async () => {
  const { browser, clock, connection } = await pageWithoutSockets();
  clock.random = () => 1;
  browser.sources[0].opens("10.3", welcome(10));
  for (let beat = 0; beat < 300 && browser.sockets.length === 3; beat += 1) {
    await clock.pass(500);
    browser.sources[0].says("10.3", heartbeat(10));
  }
  browser.sources[0].fails();
  browser.sockets[3].opens(welcome(10));
  await clock.pass(5000);
  assert.ok(connection.speaking);
  assert.equal(browser.sources.length, 1);
});
