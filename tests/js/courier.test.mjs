import assert from "node:assert/strict";
import test from "node:test";
import { settled } from "./browser.mjs";
import { MemoryShelf, desk, said } from "./desk.mjs";

const { deliver } = await import("live/courier.js");

/** What left this browser, and a forum that answers `answer(body)`. */
function forum(answer) {
  const sent = [];
  const fetch = async (address, { body }) => {
    sent.push({ address, key: body.get("key"), text: body.get("text") });
    const json = answer(body);
    return { ok: true, status: 200, headers: new Headers({ "Content-Type": "application/json" }), json: async () => json };
  };
  return { sent, fetch };
}

async function wrote(shelf, text, who) {
  const { outbox, sender } = desk({ shelf, ...who });
  sender.ready = false;
  await outbox.add("post", said(text));
}

const base = "https://forum.example/about/";
const acknowledged = (body) => ({ ack: body.get("key"), seq: 1 });

test("what was written in several rooms goes out from any page, each under the key it had, and only one's own", async () => {
  const shelf = new MemoryShelf();
  await wrote(shelf, "one", { account: "ana", room: "water" });
  await wrote(shelf, "two", { account: "ana", room: "bread" });
  await wrote(shelf, "not hers", { account: "bo", room: "water" });
  const keys = (await shelf.all()).map(({ key }) => key);
  const { sent, fetch } = forum(acknowledged);
  await deliver({ account: "ana", token: () => "t", base, fetch, shelf });
  await settled();
  assert.deepEqual(sent.map(({ address }) => new URL(address).pathname), ["/rooms/water/posts/", "/rooms/bread/posts/"]);
  assert.deepEqual(sent.map(({ key }) => key), keys.slice(0, 2));
  assert.deepEqual((await shelf.all()).map(({ fields }) => fields.text), ["not hers"]);
});

test("what is refused stays, with the reason, until its room is opened", async () => {
  const shelf = new MemoryShelf();
  await wrote(shelf, "one", { account: "ana", room: "water" });
  const { fetch } = forum((body) => ({ error: { code: "closed", message: "This room is closed." }, key: body.get("key") }));
  await deliver({ account: "ana", token: () => "t", base, fetch, shelf });
  await settled();
  const [entry] = await shelf.all();
  assert.equal(entry.state, "refused");
  assert.equal(entry.error.message, "This room is closed.");
});
