// The worker that keeps copies, in a browser that a test plays: answers come when the test says so.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { settled } from "./browser.mjs";

const code = await readFile(new URL("../../static/js/worker/copies.js", import.meta.url), "utf8");
const SITE = "https://forum.example";
const addressOf = (asked) => (typeof asked === "string" ? asked : asked.url);

class FakeCache {
  kept = new Map();
  match = async (asked) => this.kept.get(addressOf(asked))?.clone();
  keys = async () => [...this.kept.keys()].map((url) => ({ url }));
  delete = async (asked) => this.kept.delete(addressOf(asked));
  add = async (asked) => void this.kept.set(addressOf(asked), new Response(""));
  addAll = async (all) => void (await Promise.all(all.map(this.add)));

  async put(asked, answer) {
    this.kept.delete(addressOf(asked));
    this.kept.set(addressOf(asked), answer);
  }
}

class FakeCaches {
  all = new Map();
  keys = async () => [...this.all.keys()];
  delete = async (name) => this.all.delete(name);

  async open(name) {
    if (!this.all.has(name)) this.all.set(name, new FakeCache());
    return this.all.get(name);
  }

  async match(asked) {
    for (const cache of this.all.values()) {
      const found = await cache.match(asked);
      if (found) return found;
    }
  }
}

/** {visit(path), send(path), start(), copies()}: visits wait until `answer` or `fail` of what they return is called. */
function browser({ version = "v1", caches = new FakeCaches(), now = () => Date.now() } = {}) {
  const handlers = {};
  const fetches = [];
  const patience = [];
  const time = class extends Date {
    static now = now;
    constructor(...given) {
      super(...(given.length ? given : [now()]));
    }
  };
  const world = {
    SETTINGS: { version, shell: [], offline: "/offline/" },
    caches,
    Date: time,
    location: { origin: SITE },
    registration: {},
    clients: { claim: async () => {} },
    skipWaiting: async () => {},
    setTimeout: (work) => patience.push(work),
    addEventListener: (name, handler) => (handlers[name] = handler),
    fetch: (request) => new Promise((resolve, reject) => fetches.push({ request, resolve, reject })),
  };
  new Function(...Object.keys(world), code)(...Object.values(world));

  function event(request) {
    const waited = [];
    return { request, waited, waitUntil: (work) => waited.push(work), respondWith(answer) {
      this.answered = answer;
    } };
  }

  return {
    caches,
    async start() {
      for (const name of ["install", "activate"]) {
        const happening = event();
        handlers[name](happening);
        await Promise.all(happening.waited);
      }
    },
    async visit(path) {
      const happening = event({ url: SITE + path, method: "GET", mode: "navigate" });
      handlers.fetch(happening);
      await settled();
      const { resolve, reject } = fetches.pop();
      return {
        shown: () => happening.answered.then((answer) => answer.text()),
        async answer(reader, words, headers = { "X-Copy": "1" }) {
          resolve(new Response(`<html lang="en"><title>${words}</title>`, { headers: { "X-Reader": reader, ...headers } }));
          await settled();
          await Promise.allSettled(happening.waited);
        },
        async fail() {
          reject(new TypeError("no line"));
          return (await happening.answered).text();
        },
      };
    },
    /** So long that nobody waits any more. */
    tire: () => patience.splice(0).forEach((work) => work()),
    async send(path) {
      const happening = event({ url: SITE + path, method: "POST", mode: "navigate" });
      handlers.fetch(happening);
      await Promise.all(happening.waited);
      return happening.answered;
    },
    async copies() {
      const found = [];
      for (const name of (await caches.keys()).filter((each) => each.startsWith("copies "))) {
        for (const { url } of await (await caches.open(name)).keys()) found.push(`${name.split(" ")[2]} ${url.slice(SITE.length)}`);
      }
      return found;
    },
  };
}

test("what was read is shown without a line, and the page says from when it is", async () => {
  const one = browser();
  await (await one.visit("/about/")).answer("ana", "About");
  const shown = await (await one.visit("/about/#rules")).fail();
  assert.match(shown, /^<html data-copied="\d{4}-.*Z" lang="en"><title>About/);
});

test("who waits long gets the copy, and who has none waits on", async () => {
  const one = browser();
  await (await one.visit("/about/")).answer("ana", "About");
  const [known, unknown] = [await one.visit("/about/"), await one.visit("/")];
  one.tire();
  assert.match(await known.shown(), /data-copied/);
  await unknown.answer("ana", "Home");
  assert.doesNotMatch(await unknown.shown(), /data-copied/);
});

test("a page for somebody else deletes every copy, also one that itself is not to be kept", async () => {
  for (const headers of [{ "X-Copy": "1" }, {}]) {
    const one = browser();
    await (await one.visit("/about/")).answer("ana", "About");
    await (await one.visit("/")).answer("visitor", "Home", headers);
    assert.deepEqual(await one.copies(), headers["X-Copy"] ? ["visitor /"] : []);
  }
});

test("whatever is sent to the doors of sign-in and sign-out deletes every copy, and is not answered by us", async () => {
  for (const door of ["/accounts/logout/", "/fr/accounts/logout/", "/zh-hans/accounts/login/"]) {
    const one = browser();
    await (await one.visit("/about/")).answer("ana", "About");
    assert.equal(await one.send("/rooms/water/posts/"), undefined);
    assert.deepEqual(await one.copies(), ["ana /about/"]);
    assert.equal(await one.send(door), undefined);
    assert.deepEqual(await one.copies(), []);
  }
});

test("an answer that was asked for before signing out is not kept when it comes after", async () => {
  const one = browser();
  const late = await one.visit("/rooms/water/");
  await one.send("/accounts/logout/");
  await late.answer("ana", "Water");
  assert.deepEqual(await one.copies(), []);
  const later = await one.visit("/rooms/water/");
  await (await one.visit("/")).answer("visitor", "Home");
  await (await one.visit("/")).answer("bo", "Home");
  await later.answer("visitor", "Water");
  assert.deepEqual(await one.copies(), ["bo /"]);
});

test("thirty copies are kept, the last ones read, and for fourteen days", async () => {
  let today = Date.UTC(2026, 10, 1);
  const one = browser({ now: () => today });
  for (let number = 0; number < 32; number += 1) await (await one.visit(`/rooms/${number}/`)).answer("ana", "Room");
  assert.equal((await one.copies()).length, 30);
  assert.ok(!(await one.copies()).includes("ana /rooms/1/"));
  today += 15 * 86_400_000;
  await one.start();
  assert.doesNotMatch(await (await one.visit("/rooms/31/")).fail(), /Room/);
  await (await one.visit("/about/")).answer("ana", "About");
  assert.deepEqual(await one.copies(), ["ana /about/"]);
});

test("a new version keeps the copies of the one before, and not of the one before that", async () => {
  const caches = new FakeCaches();
  for (const version of ["v1", "v2", "v3"]) {
    const one = browser({ version, caches });
    await one.start();
    await (await one.visit(`/rooms/${version}/`)).answer("ana", version);
  }
  const { copies, visit } = browser({ version: "v3", caches });
  assert.deepEqual(await copies(), ["ana /rooms/v2/", "ana /rooms/v3/"]);
  assert.match(await (await visit("/rooms/v2/")).fail(), /data-copied/);
});
