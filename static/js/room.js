import "elements/connection-word.js";
import "elements/guest-wish.js";
import "elements/help-sheet.js";
import "elements/keys-button.js";
import "elements/live-announcer.js";
import "elements/live-post.js";
import "elements/live-room.js";
import "elements/mention-list.js";
import "elements/new-pill.js";
import "elements/pause-button.js";
import "elements/post-composer.js";
import "elements/presence-bar.js";
import "elements/presence-line.js";
import "elements/read-marker.js";
import "elements/sift-form.js";
import "elements/thread-list.js";
import "elements/typing-line.js";
import { token } from "dom/page.js";
import { deliver } from "live/courier.js";

const { reader } = document.documentElement.dataset;
// A page that is no room: this was loaded because something waits to be sent.
if (!document.querySelector("live-room") && reader) deliver({ account: reader, token });
