import { clock } from "live/clock.js";
import { Connection } from "live/connection.js";
import { Forms } from "live/forms.js";
import { Outbox } from "live/outbox.js";
import { Sender } from "live/sender.js";
import { openShelf } from "live/shelf.js";
import { Store } from "live/store.js";

/** Everything behind one room's page, put together from its data attributes: {store, connection, outbox}. */
export function roomOf(dataset, token) {
  const { slug, epoch, head, tally, me, language, quiet, socket, sse, poll, posts } = dataset;
  const base = location.href;
  const world = { clock, online: () => navigator.onLine, hidden: () => document.hidden };
  const store = new Store({ epoch, last: Number(head), tally: Number(tally), me, clock });
  const connection = new Connection({ paths: { socket, sse, poll }, base, language, quiet, store, world });
  const forms = new Forms({ room: new URL("../", new URL(posts, base)), token, clock });
  const sender = new Sender({ connection, forms, clock });
  const sees = { ahead: () => store.ahead, shown: () => dataset.shown };
  const outbox = new Outbox({ shelf: openShelf(), sender, account: me, room: slug, clock, ...sees });
  return { store, connection, outbox };
}
