import { clock } from "live/clock.js";
import { Forms } from "live/forms.js";
import { Outbox } from "live/outbox.js";
import { emptied, openShelf } from "live/shelf.js";

/** Sends what `account` wrote in any room without a line, by the forms, from whatever page is open now. */
export async function deliver({ account, token, base = location.href, fetch, shelf }) {
  shelf ??= openShelf();
  const entries = await shelf.all();
  if (!entries) return;
  if (!entries.length) return emptied();
  const rooms = new Set(entries.filter((entry) => entry.account === account).map(({ room }) => room));
  for (const room of rooms) {
    const forms = new Forms({ room: new URL(`/rooms/${room}/`, base), token, fetch, clock });
    const sender = { ready: true, deliver: (entry) => forms.send(entry) };
    await new Outbox({ shelf, sender, account, room, clock }).open();
  }
}
