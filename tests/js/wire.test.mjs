import "./setup.mjs";
import assert from "node:assert/strict";
import test from "node:test";

const { ack, commandOf, framesOf, isAnswer, newKey, read, sizeOf, typing } = await import("live/wire.js");
const { socketAddress } = await import("live/socket.js");
const { positionOf } = await import("live/sse.js");

test("a message holds one frame or several, one a line", () => {
  assert.deepEqual(framesOf('{"seq":1}'), [{ seq: 1 }]);
  assert.deepEqual(framesOf('{"seq":1}\n{"seq":2}\n\n{"kind":"presence"}\n'), [{ seq: 1 }, { seq: 2 }, { kind: "presence" }]);
});

test("a broken line is left out, and the others are kept", () => {
  assert.deepEqual(framesOf('{"seq":1}\n{"seq":\nnull\n7\n"x"\n[1]\n{"seq":2}'), [{ seq: 1 }, { seq: 2 }]);
  assert.deepEqual(framesOf(""), []);
});

test("a line break inside a post's words does not cut its frame in two", () => {
  const frame = { seq: 1, data: { html: "one\ntwo\u2028three" } };
  assert.deepEqual(framesOf(JSON.stringify(frame)), [frame]);
});

test("answers are told from what happens in the room", () => {
  assert.ok(isAnswer({ ack: "k", seq: 4 }));
  assert.ok(isAnswer({ error: { code: "busy" }, key: null }));
  assert.ok(!isAnswer({ seq: 4, kind: "post.said", data: {} }));
});

test("commands have the names of the protocol", () => {
  assert.deepEqual(ack(9), { do: "ack", seq: 9 });
  assert.deepEqual(read(9), { do: "read", seq: 9 });
  assert.deepEqual(typing(null, true), { do: "typing", thread: null, stopped: true });
  const entry = { key: "k", do: "react", fields: { post: 4, kind: null }, account: "ana", state: "sending", order: 1 };
  assert.deepEqual(commandOf(entry), { do: "react", key: "k", post: 4, kind: null });
});

test("words in Arabic or with signs outside the alphabet are measured in bytes", () => {
  assert.equal(sizeOf({ text: "é" }), sizeOf({ text: "e" }) + 1);
  assert.equal(sizeOf({ text: "سلام" }), sizeOf({ text: "" }) + 8);
});

test("a page on a plain local address makes proper keys too", () => {
  const random = { getRandomValues: (bytes) => globalThis.crypto.getRandomValues(bytes) };
  const keys = Array.from({ length: 200 }, () => newKey(random));
  for (const key of keys) assert.match(key, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(new Set(keys).size, keys.length);
  assert.equal(newKey({ randomUUID: () => "the browser's own" }), "the browser's own");
});

test("the socket is on the host of the page and says where the page stands", () => {
  const query = { after: 5, tally: 2, epoch: "e 1", language: "fr" };
  const address = "live/rooms/water/?after=5&tally=2&epoch=e+1&language=fr";
  const from = (base) => socketAddress("/live/rooms/water/", query, base);
  assert.equal(from("https://forum.example:8443/rooms/"), `wss://forum.example:8443/${address}`);
  assert.equal(from("http://localhost:8000/"), `ws://localhost:8000/${address}`);
});

test("the id of a server-sent event is a number and a tally", () => {
  assert.deepEqual(positionOf("1042.77"), { seq: 1042, tally: 77 });
});

test("half a character becomes the sign for one, and whole ones stay", () => {
  const { text } = commandOf({ do: "post", key: "k", fields: { text: "a\ud83d b😀\udc00" } });
  assert.equal(text, "a\ufffd b😀\ufffd");
  assert.deepEqual(commandOf({ do: "react", key: "k", fields: { post: 4 } }), { do: "react", key: "k", post: 4 });
});
