// Pages that were read before, without a line. forum/installation.py puts SETTINGS before this: {version, shell, offline}.
//
// Copies belong to one reader: whoever the server made them for (X-Reader). The moment a page comes that was made for
// somebody else, and whenever anything is sent to the doors of sign-in and sign-out, all copies go. Nothing is copied that
// the server has not marked (X-Copy); answers to forms, events and files of other sites are not even looked at.
const { version, shell, offline } = SETTINGS;
const SHELL = `shell ${version}`;
const COPIES = "copies ";
const MINE = `${COPIES}${version} `;
// Copies kept, and for how long.
const MOST = 30;
const OLDEST = 14 * 86_400_000;
// A line that brings nothing for this long is no line to whoever has a copy.
const PATIENCE = 10_000;
// Files with their hash in the name never change.
const HASHED = /^\/static\/.*\.[0-9a-f]{12}\.\w+$/;
// Signing in and out, below whatever language.
const ACCOUNTS = /^\/(?:[a-z]{2}(?:-[a-z]+)?\/)?accounts\//;
// Counts the changes of reader: what was asked before one is not kept after it.
let turn = 0;

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(takeOver()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method !== "GET") {
    if (ACCOUNTS.test(pathname)) event.waitUntil(forget());
  } else if (request.mode === "navigate") event.respondWith(page(event));
  else if (HASHED.test(pathname)) event.respondWith(file(request));
});

/** A page says in which language it is, what it has loaded, and, on the first visit, which page it is. */
addEventListener("message", (event) => event.waitUntil(told(event.data)));

async function install() {
  const cache = await caches.open(SHELL);
  await cache.addAll([...shell, offline]);
  // Addresses carry hashes, so an open page of the former version goes on with the former files: nothing mixes.
  await skipWaiting();
}

/** The version before stays too: copies made under it still show as they did. Anything older goes with its copies. */
async function takeOver() {
  const names = await caches.keys();
  const before = names.filter((name) => name.startsWith("shell ") && name !== SHELL).at(-1)?.split(" ")[1];
  const stale = names.filter((name) => ![version, before].includes(name.split(" ")[1]));
  await Promise.all(stale.map((name) => caches.delete(name)));
  await registration.navigationPreload?.enable();
  await clients.claim();
}

async function told({ language, files = [], address }) {
  const cache = await caches.open(SHELL);
  const known = await cache.match(offline, { ignoreVary: true });
  if (known?.headers.get("Content-Language") !== language) await cache.add(offline).catch(() => {});
  for (const each of files.filter((url) => HASHED.test(new URL(url).pathname))) await file(new Request(each)).catch(() => {});
  if (!address) return;
  const began = turn;
  const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
  if (answer && !answer.redirected) await keep(address, answer, began);
}

/** From the line; where there is none, or it brings nothing, a copy; else the page that says so. */
async function page(event) {
  const { url } = event.request;
  const answer = fromLine(event);
  event.waitUntil(answer.catch(() => {}));
  const waited = new Promise((resolve) => setTimeout(resolve, PATIENCE)).then(() => copyOf(url));
  try {
    return (await Promise.race([answer, waited])) ?? (await answer);
  } catch {
    return (await copyOf(url)) ?? (await caches.match(offline, { ignoreVary: true })) ?? Response.error();
  }
}

async function fromLine(event) {
  const began = turn;
  const answer = (await event.preloadResponse) || (await fetch(event.request));
  if (answer.headers.has("X-Reader")) event.waitUntil(keep(event.request.url, answer.clone(), began));
  return answer;
}

async function file(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(SHELL)).put(request, answer.clone());
  return answer;
}

/** Keep `answer` as the copy of `address`, unless the reader has changed since it was asked for in turn `began`. */
async function keep(address, answer, began) {
  if (began !== turn) return;
  const name = MINE + answer.headers.get("X-Reader");
  const others = (await copies()).filter((one) => readerOf(one) !== readerOf(name));
  if (others.length) began = await forget(others);
  if (!answer.headers.has("X-Copy")) return;
  const text = await answer.text();
  const headers = new Headers(answer.headers);
  for (const gone of ["Content-Encoding", "Content-Length"]) headers.delete(gone);
  headers.set("X-Copied", new Date().toISOString());
  headers.set("X-Title", encodeURIComponent(text.match(/<title>(.*?)<\/title>/s)?.[1] ?? ""));
  if (began !== turn) return;
  const cache = await caches.open(name);
  await cache.put(bare(address), new Response(text, { headers }));
  if (began !== turn) await caches.delete(name);
  else await shorten(cache);
}

/** Keys come in the order in which they were put: the oldest go, until the rest are few and young enough. */
async function shorten(cache) {
  const keys = await cache.keys();
  for (const [place, key] of keys.entries()) {
    if (keys.length - place <= MOST && young(await cache.match(key, { ignoreVary: true }))) return;
    await cache.delete(key);
  }
}

function young(copy) {
  return Date.now() - Date.parse(copy.headers.get("X-Copied")) <= OLDEST;
}

/** The copy of a page, with the time it was made; null where there is none that is young enough. */
async function copyOf(address) {
  for (const name of (await copies()).reverse()) {
    const copy = await (await caches.open(name)).match(bare(address), { ignoreVary: true });
    if (!copy || !young(copy)) continue;
    const text = (await copy.text()).replace("<html ", `<html data-copied="${copy.headers.get("X-Copied")}" `);
    return new Response(text, { headers: copy.headers });
  }
  return null;
}

/** Another reader, or none: no copy stays. Resolves to the new turn. */
async function forget(names) {
  const now = ++turn;
  for (const name of names ?? (await copies())) await caches.delete(name);
  return now;
}

async function copies() {
  return (await caches.keys()).filter((name) => name.startsWith(COPIES));
}

function readerOf(name) {
  return name.split(" ")[2];
}

function bare(address) {
  return address.split("#")[0];
}
