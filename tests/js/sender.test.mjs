import assert from "node:assert/strict";
import test from "node:test";
import { settled } from "./browser.mjs";
import { livePage, page } from "./line.mjs";

const { Forms } = await import("live/forms.js");
const { Sender } = await import("live/sender.js");

const entry = (key, fields = { text: "one", parent: null }, what = "post") => ({ key, do: what, fields });

/** A page with its sender; `forms` are the entries that went through the forms. */
function sending(made) {
  const forms = [];
  const through = { send: async (sent) => (forms.push(sent.key), { ack: sent.key, seq: 1 }) };
  const sender = new Sender({ connection: made.connection, forms: through, clock: made.clock });
  return { ...made, sender, forms, socket: made.browser.sockets[0] };
}

test("while there is a socket, words go over it, and the answer finds its question", async () => {
  const { sender, socket } = sending(livePage());
  const [one, two] = [sender.deliver(entry("k1")), sender.deliver(entry("k2"))];
  assert.deepEqual(socket.sent.map(({ do: what, key }) => [what, key]), [["post", "k1"], ["post", "k2"]]);
  socket.says({ error: { code: "muted", message: "" }, key: "k2" }, { ack: "k1", seq: 11 });
  assert.deepEqual(await one, { ack: "k1", seq: 11 });
  assert.equal((await two).error.code, "muted");
});

test("an answer about a message the server could not read is the oldest question's", async () => {
  const { sender, socket } = sending(livePage());
  const one = sender.deliver(entry("k1"));
  socket.says({ error: { code: "bad_frame", message: "" }, key: null });
  assert.equal((await one).error.code, "bad_frame");
});

test("when the line breaks or nothing is answered, nobody knows whether it arrived", async () => {
  const broken = sending(livePage());
  const one = broken.sender.deliver(entry("k1"));
  broken.socket.closes(1006);
  assert.equal(await one, null);
  assert.ok(!broken.sender.ready);
  const silent = sending(livePage());
  const two = silent.sender.deliver(entry("k2"));
  await silent.clock.pass(20_000);
  assert.equal(await two, null);
});

test("without any line nothing is sent; words too long for a message go by the form", async () => {
  const none = sending(page());
  assert.equal(await none.sender.deliver(entry("k1")), null);
  const { sender, socket, forms } = sending(livePage());
  await sender.deliver(entry("k2", { text: "\u0633".repeat(16_000) }));
  assert.deepEqual([forms, socket.sent], [["k2"], []]);
});

/** What a form sends, and what comes of `response` (or of none). */
async function byForm(sent, response) {
  const { clock } = page();
  const asked = [];
  const fetch = async (address, options) => {
    asked.push({ address, ...options });
    if (!response) throw new TypeError("no network");
    return response;
  };
  const room = new URL("https://forum.example/rooms/water/");
  const answer = await new Forms({ room, token: () => "t", fetch, clock }).send(sent);
  await settled();
  assert.equal(clock.timers.size, 0);
  return { ...asked[0], body: Object.fromEntries(asked[0].body), answer };
}
const json = (body, status) => Response.json(body, { status });

test("forms are those of the pages, with their key and their token", async () => {
  const words = { text: "one", parent: null, language: "fr", mandate: 3 };
  const post = await byForm(entry("k1", words), json({ ack: "k1", seq: 4 }, 200));
  assert.equal(post.address, "https://forum.example/rooms/water/posts/");
  assert.deepEqual(post.body, { key: "k1", text: "one", parent: "", language: "fr", mandate: "3" });
  assert.deepEqual(post.headers, { Accept: "application/json", "X-CSRFToken": "t" });
  assert.deepEqual(post.answer, { ack: "k1", seq: 4 });
  const places = { edit: "revisions", withdraw: "withdrawal", react: "reaction" };
  for (const [what, place] of Object.entries(places)) {
    const { address, body } = await byForm(entry("k", { post: 7, kind: null }, what), json({ ack: "k" }, 200));
    assert.equal(address, `https://forum.example/rooms/water/posts/7/${place}/`);
    assert.deepEqual(body, { key: "k", kind: "" });
  }
});

test("a refusal of a form is one; a broken network or a failing server leaves it open", async () => {
  const refused = await byForm(entry("k"), json({ error: { code: "closed", message: "" }, key: "k" }, 409));
  assert.equal(refused.answer.error.code, "closed");
  assert.equal((await byForm(entry("k"), null)).answer, null);
  assert.equal((await byForm(entry("k"), new Response("<h1>", { status: 502 }))).answer, null);
  assert.equal((await byForm(entry("k"), new Response("<h1>", { status: 403 }))).answer.error.code, "page");
});
