import "elements/copy-note.js";
import "elements/local-time.js";
import { menus } from "dom/menus.js";
import { register } from "dom/worker.js";

menus(document);
register();
// Only a room needs the rest; other pages stay light on a slow line.
if (document.querySelector("live-room")) import("room.js");
if (document.querySelector("kept-pages")) import("elements/kept-pages.js");
