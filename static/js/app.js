import "elements/copy-note.js";
import "elements/local-time.js";
import { cards } from "dom/cards.js";
import { limits } from "dom/limits.js";
import { menus } from "dom/menus.js";
import { register } from "dom/worker.js";
import { local } from "live/storage.js";
import { belongsTo } from "live/wish.js";

menus(document);
cards(document);
limits(document);
register();
belongsTo(document.documentElement.dataset.reader);
// Only a room needs the rest; other pages stay light on a slow line.
if (document.querySelector("live-room")) import("room.js");
else deliverUnsent();
if (document.querySelector("now-live")) import("elements/now-live.js");
if (document.querySelector("post-editor")) import("elements/post-editor.js");
if (document.querySelector("passkey-form")) import("elements/passkey-form.js");
if (document.querySelector("kept-pages")) import("elements/kept-pages.js");

/** What was written without a line, perhaps in a tab that is closed by now, goes out from any page that has one. */
function deliverUnsent() {
  const { reader, copied } = document.documentElement.dataset;
  if (!reader || copied) return;
  if (local.get("unsent")) import("room.js");
}
