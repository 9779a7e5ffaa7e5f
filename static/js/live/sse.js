import { Signal } from "live/signal.js";

// Answers end regularly, and the browser comes back by itself; this many failed returns in a row are a dead line.
const PATIENCE = 3;

/** Server-sent events, with the signals of a socket. They carry nothing from the page to the server. */
export class EventLine extends Signal {
  constructor(address, { EventSource = globalThis.EventSource } = {}) {
    super();
    this.opened = this.over = false;
    this.failures = 0;
    if (!EventSource) {
      queueMicrotask(() => this.end(1006));
      return;
    }
    this.source = new EventSource(address);
    this.source.onopen = () => {
      this.opened = true;
      this.failures = 0;
      this.signal("open");
    };
    this.source.onmessage = ({ data, lastEventId }) => {
      if (data && !this.over) this.signal("text", data);
      if (lastEventId && !this.over) this.signal("position", positionOf(lastEventId));
    };
    this.source.addEventListener("closed", ({ data }) => this.end(Number(data)));
    this.source.onerror = () => this.failed();
  }

  send() {
    return false;
  }

  close() {
    this.over = true;
    this.source?.close();
  }

  failed() {
    this.failures += 1;
    // 2: the answer was no event stream, so the browser has given up.
    if (this.source.readyState === 2 || this.failures >= PATIENCE) this.end(1006);
  }

  end(code) {
    if (this.over) return;
    this.close();
    this.signal("closed", { code, opened: this.opened });
  }
}

/** {seq, tally} of an event id such as "1042.77". */
export function positionOf(id) {
  const [seq, tally] = id.split(".").map(Number);
  return { seq, tally };
}
