// One page's line to a room, in a browser that a test plays.
import "./setup.mjs";
import { Browser, until } from "./browser.mjs";

const { Connection } = await import("live/connection.js");
const { Store } = await import("live/store.js");

export const said = (seq) => ({ seq, kind: "post.said", at: "2026-11-23T14:02:00Z", data: { post: seq } });
export const welcome = (head, epoch = "e1") => ({ kind: "welcome", data: { epoch, head, tally: 0, you: "ana" } });
export const heartbeat = (head) => ({ kind: "heartbeat", data: { head, tally: 0 } });

/** A page that stands at number `last`: {browser, clock, store, connection, seen, states, reloads}. */
export function page({ last = 10, tally = 3, me = "", locks } = {}) {
  const browser = new Browser(locks);
  const store = new Store({ epoch: "e1", last, tally, me });
  const paths = { socket: "/live/rooms/water/", sse: "/rooms/water/live/", poll: "/rooms/water/events/" };
  const base = "https://forum.example/rooms/water/";
  const connection = new Connection({ paths, base, language: "fr", store, world: browser.world });
  const made = { browser, clock: browser.clock, store, connection, seen: [], states: [], reloads: 0 };
  store.on("post.said", ({ seq }) => made.seen.push(seq));
  connection.on("state", (state) => made.states.push(state));
  connection.on("reload", () => (made.reloads += 1));
  return made;
}

/** The same, with its socket open and welcomed. */
export function livePage(where) {
  const made = page(where);
  made.connection.start();
  made.browser.sockets[0].opens(welcome(made.store.last));
  return made;
}

/** The same, after three handshakes that the network let nothing of through: it asks for server-sent events. */
export async function pageWithoutSockets(where) {
  const made = page(where);
  made.connection.start();
  for (const tried of [0, 1, 2]) {
    made.browser.sockets[tried].closes(1006);
    if (tried < 2) await until(made.clock, () => made.browser.sockets.length > tried + 1);
  }
  return made;
}
