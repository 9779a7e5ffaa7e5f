import { Acker } from "live/acker.js";
import { PollLine } from "live/poll.js";
import { SocketLine, socketAddress } from "live/socket.js";
import { EventLine } from "live/sse.js";

/** Opens lines of each kind from where the store stands. `paths`: {socket, sse, poll}, addresses on the page's host. */
export class Lines {
  constructor({ paths, base, language, quiet, store, world }) {
    Object.assign(this, { paths, base, language, quiet, store, world });
  }

  position() {
    const { last, tally, epoch } = this.store;
    return { after: last, tally, epoch, ...(this.quiet && { quiet: 1 }) };
  }

  socket() {
    const query = { ...this.position(), language: this.language };
    const line = new SocketLine(socketAddress(this.paths.socket, query, this.base), this.world);
    line.acker = new Acker((command) => line.send(command), this.world.clock, this.store.last);
    return line;
  }

  sse() {
    return new EventLine(this.address(this.paths.sse), this.world);
  }

  poll() {
    return new PollLine(() => this.address(this.paths.poll), this.world);
  }

  address(path) {
    const address = new URL(path, this.base);
    address.search = new URLSearchParams(this.position());
    return address.href;
  }
}
