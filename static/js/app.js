import "elements/local-time.js";
import { menus } from "dom/menus.js";

menus(document);
// Only a room needs the rest; other pages stay light on a slow line.
if (document.querySelector("live-room")) import("room.js");
if (document.querySelector("now-live")) import("elements/now-live.js");
