import { Signal } from "live/signal.js";

/**
 * One try at a websocket. Signals: "open", "text" (a message), "closed" ({code, opened}), once.
 * Whether and when to try again is decided in connection.js.
 */
export class SocketLine extends Signal {
  constructor(address, { WebSocket = globalThis.WebSocket } = {}) {
    super();
    this.opened = this.over = false;
    try {
      this.socket = new WebSocket(address);
    } catch {
      // An address the browser refuses; told later, when somebody listens.
      queueMicrotask(() => this.end(1006));
      return;
    }
    this.socket.onopen = () => {
      this.opened = true;
      this.signal("open");
    };
    this.socket.onmessage = ({ data }) => !this.over && typeof data === "string" && this.signal("text", data);
    this.socket.onclose = ({ code }) => this.end(code);
  }

  /** False when the command cannot be sent now. */
  send(command) {
    if (this.over || this.socket?.readyState !== 1) return false;
    this.socket.send(JSON.stringify(command));
    return true;
  }

  /** Leave without a word to whoever listens. A line that died silently would close only after minutes. */
  close() {
    this.over = true;
    this.socket?.close();
  }

  end(code) {
    if (this.over) return;
    this.over = true;
    this.signal("closed", { code, opened: this.opened });
  }
}

/** The address of the socket: http becomes ws, on the host of the page. */
export function socketAddress(path, query, base) {
  const address = new URL(path, base);
  address.protocol = address.protocol.replace("http", "ws");
  address.search = new URLSearchParams(query);
  return address.href;
}
