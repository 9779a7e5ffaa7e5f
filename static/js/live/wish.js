import { session } from "live/storage.js";

// Milliseconds: whoever signs in later does not mean it any more.
const HOUR = 3_600_000;
const NAME = "wish";

/** Keep in this tab what a guest pressed ({room, post, kind}), until they have signed in; whether it is kept. */
export function wishFor(wish) {
  return session.set(NAME, JSON.stringify({ ...wish, at: Date.now() }));
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
  return wish;
}

/** null where there is none, and for one that is damaged or old: then it is let go of. */
function kept() {
  const words = session.get(NAME);
  if (!words) return null;
  try {
    const wish = JSON.parse(words);
    if (Date.now() - wish.at < HOUR) return wish;
  } catch {
    // Not ours, or cut off.
  }
  forget();
  return null;
}
