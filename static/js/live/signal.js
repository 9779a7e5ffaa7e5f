/** An EventTarget that says things in one word. Elements and the modules behind them talk in these only. */
export class Signal extends EventTarget {
  signal(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** Hear `name`; the handler gets the detail. */
  on(name, handler) {
    this.addEventListener(name, (event) => handler(event.detail));
    return this;
  }
}
