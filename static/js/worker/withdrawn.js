// Served in place of the worker while it is switched off (OFFLINE_COPIES=0): takes over from it, tidies up and goes.
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  for (const name of await caches.keys()) await caches.delete(name);
  await registration.unregister();
}
