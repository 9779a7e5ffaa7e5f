import { session } from "live/storage.js";

// Milliseconds: whoever signs in later does not mean it any more.
const HOUR = 3_600_000;
const NAME = "wish";

/** Keep in this tab what a guest pressed ({room, post, kind}), until they have signed in. */
export function wishFor(wish) {
  session.set(NAME, JSON.stringify({ ...wish, at: Date.now() }));
}

export function forget() {
  session.remove(NAME);
}

/** Whoever is the first to sign in in this tab is who pressed; it is nobody else's. */
export function belongsTo(reader) {
  const wish = kept();
  if (!wish || !reader) return;
  if (wish.reader && wish.reader !== reader) forget();
  else session.set(NAME, JSON.stringify({ ...wish, reader }));
}

/** What `reader` wished for in `room` as a guest, once; null for nothing. */
export function granted(room, reader) {
  const wish = kept();
  if (wish?.room !== room || wish.reader !== reader) return null;
  forget();
  return Date.now() - wish.at < HOUR ? wish : null;
}

function kept() {
  return JSON.parse(session.get(NAME) ?? "null");
}
