/** When a form takes nothing more: its button `send` is off, and `tell` says why, also to whoever tries by a key. */
export class Ending {
  tell = null;

  constructor(send, error, notice) {
    Object.assign(this, { send, error, notice });
    notice.querySelector("button").addEventListener("click", () => location.reload());
  }

  by(tell) {
    this.tell = tell;
    this.send.disabled = true;
    tell();
  }

  /** Words stand here, or are on their way, that the page would not have once it is loaded again: whoever wrote them does that. */
  outdated() {
    this.by(() => {
      this.error.hidden = true;
      this.notice.hidden = false;
    });
  }
}
