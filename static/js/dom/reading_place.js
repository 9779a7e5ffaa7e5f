import { local, session } from "live/storage.js";

const name = () => `place ${location.pathname}${location.search}`;

/** Keep which post is read, for whoever comes back to this page or loads it again; nothing for who follows at the end. */
export function keepPlace(stream) {
  const rows = stream.element.querySelectorAll("live-post[data-seq]:not([data-pending])");
  const row = !stream.following && [...rows].find((each) => each.getBoundingClientRect().bottom > innerHeight / 3);
  if (row) session.set(name(), JSON.stringify({ seq: row.dataset.seq, top: row.getBoundingClientRect().top }));
  else session.remove(name());
}

/** Whether this page was here before and is shown where it was read. */
export function backInPlace() {
  // Pixels of the page as it was are no place in one that has other posts.
  history.scrollRestoration = "manual";
  const type = performance.getEntriesByType("navigation")[0]?.type;
  const kept = ["back_forward", "reload"].includes(type) && session.get(name());
  const row = kept && document.getElementById(`post-${JSON.parse(kept).seq}`);
  if (row) window.scrollBy({ top: row.getBoundingClientRect().top - JSON.parse(kept).top, behavior: "instant" });
  return Boolean(row);
}

const furthest = (slug) => `read ${slug}`;

/** A guest's last read post of a room, kept in this browser alone; null where there is none. */
export function readBefore(slug) {
  const seq = Number(local.get(furthest(slug)));
  return seq || null;
}

/** Whether there is nothing more to do for it: where nothing can be kept, nobody asks again. */
export function keepRead(slug, seq) {
  if (seq > (readBefore(slug) ?? 0)) local.set(furthest(slug), seq);
  return true;
}
