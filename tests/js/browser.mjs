// What a browser brings, in the hands of a test: time, chance, sockets, event sources and questions by fetch.

/** Let everything that only waits for promises happen. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Chance that repeats: the same numbers for the same seed. */
export function dice(seed) {
  let state = seed >>> 0;
  const roll = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { roll, below: (end) => Math.floor(roll() * end) };
}

/** Time that passes only when told to. */
export class Clock {
  time = 1_000_000;
  timers = new Map();
  next = 1;
  random = () => 0.5;

  now() {
    return this.time;
  }

  setTimeout(work, wait) {
    this.timers.set(this.next, { work, at: this.time + wait });
    return this.next++;
  }

  clearTimeout(timer) {
    this.timers.delete(timer);
  }

  /** Let `milliseconds` pass, with everything due in them, in order. */
  async pass(milliseconds) {
    const end = this.time + milliseconds;
    await settled();
    for (let due = this.due(end); due; due = this.due(end)) {
      const [timer, { work, at }] = due;
      this.timers.delete(timer);
      this.time = Math.max(this.time, at);
      work();
      await settled();
    }
    this.time = end;
  }

  due(end) {
    return [...this.timers].filter(([, { at }]) => at <= end).sort(([, one], [, other]) => one.at - other.at)[0];
  }
}

/** Let time pass until `reached()`; a minute at most. */
export async function until(clock, reached) {
  for (let steps = 0; steps < 600 && !reached(); steps += 1) await clock.pass(100);
}

class Line {
  readyState = 0;

  constructor(address) {
    this.address = new URL(address);
    this.asked = Object.fromEntries(this.address.searchParams);
  }

  close() {
    this.readyState = 3;
    this.left = true;
  }
}

class Socket extends Line {
  sent = [];

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  opens(...frames) {
    this.readyState = 1;
    this.onopen?.();
    if (frames.length) this.says(...frames);
  }

  /** One message with these frames, one per line. */
  says(...frames) {
    this.onmessage({ data: frames.map((frame) => JSON.stringify(frame)).join("\n") });
  }

  closes(code = 1006) {
    this.readyState = 3;
    this.onclose({ code });
  }
}

class Source extends Line {
  named = {};

  addEventListener(name, handler) {
    this.named[name] = handler;
  }

  says(id, ...frames) {
    this.onmessage({ data: frames.map((frame) => JSON.stringify(frame)).join("\n"), lastEventId: id });
  }

  opens(id, ...frames) {
    this.readyState = 1;
    this.onopen();
    this.says(id, ...frames);
  }

  fails() {
    this.readyState = 2;
    this.onerror();
  }

  /** The network ends the answer; the browser asks again by itself. */
  cut() {
    this.readyState = 0;
    this.onerror();
  }
}

/** A browser whose `sockets`, `sources` and `questions` (polls: {address, asked, answer(json), fail()}) a test plays. */
export class Browser {
  clock = new Clock();
  sockets = [];
  sources = [];
  questions = [];
  plugged = true;
  hidden = false;

  /** `locks` are those of all its tabs; null in a browser that has none. */
  constructor(locks = null) {
    const { sockets, sources, questions } = this;
    this.world = {
      clock: this.clock,
      online: () => this.plugged,
      hidden: () => this.hidden,
      locks,
      WebSocket: class extends Socket { constructor(address) { super(address); sockets.push(this); } },
      EventSource: class extends Source { constructor(address) { super(address); sources.push(this); } },
      fetch: (address) => new Promise((resolve, reject) => {
        const asked = Object.fromEntries(new URL(address).searchParams);
        const answer = (json, status = 200) => resolve({ ok: status < 400, status, json: async () => json });
        questions.push({ asked, answer, fail: () => reject(new TypeError("no network")) });
      }),
    };
  }
}
