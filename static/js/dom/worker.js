// The one address a worker of ours has, whoever asks for which.
const policy = globalThis.trustedTypes?.createPolicy("worker", { createScriptURL: () => "/sw.js" });

/** Registers the worker that keeps copies of pages (static/js/worker/copies.js), once the page has loaded all it needs. */
export async function register() {
  const { copies, lowData } = document.documentElement.dataset;
  if (copies === undefined || !navigator.serviceWorker) return;
  if (document.readyState !== "complete") await new Promise((loaded) => addEventListener("load", loaded));
  const first = !navigator.serviceWorker.controller;
  try {
    await navigator.serviceWorker.register(policy?.createScriptURL("") ?? "/sw.js", { updateViaCache: "none" });
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ language: document.documentElement.lang, ...(first && loaded(copies === "page" && lowData === undefined)) });
  } catch {
    // No room on the disk, or not allowed: the forum is as it is without copies.
  }
}

/**
 * What the first visit has loaded before there was a worker. The page itself is fetched again (`again`) where a copy may be
 * kept, and data is not dear: a form for a passkey would draw another challenge, and the one on show would fit no more.
 */
function loaded(again) {
  const files = performance.getEntriesByType("resource").map(({ name }) => name);
  return { files: files.filter((name) => name.startsWith(location.origin)), address: again ? location.href : null };
}
