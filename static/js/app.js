import "elements/connection-word.js";
import "elements/help-sheet.js";
import "elements/live-announcer.js";
import "elements/live-post.js";
import "elements/live-room.js";
import "elements/local-time.js";
import "elements/new-pill.js";
import "elements/post-composer.js";
import "elements/presence-bar.js";
import "elements/presence-line.js";
import "elements/read-marker.js";
import "elements/typing-line.js";
import { menus } from "dom/menus.js";

menus(document);
