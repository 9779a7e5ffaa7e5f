import assert from "node:assert/strict";
import test from "node:test";
import { dice } from "./browser.mjs";
import { page, said, welcome } from "./line.mjs";

const END = 60;

/** One message of a network that loses, repeats and reorders. */
function message(store, { roll, below }) {
  const frames = Array.from({ length: 1 + below(8) }, (_, index) => said(Math.min(store.last + 1 + index, END)));
  if (roll() < 0.2) frames.splice(below(frames.length), 1);
  if (roll() < 0.2) frames.push(said(1 + below(END)));
  if (roll() < 0.1) frames.reverse();
  return frames.length ? frames : [welcome(END)];
}

test("over lines that break, lose, repeat and reorder, every reader sees every post once and in order", async () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const chance = dice(seed);
    const { browser, clock, connection, store, seen } = page({ last: 0, tally: 0 });
    clock.random = chance.roll;
    connection.start();
    for (let turn = 0; turn < 2000 && store.last < END; turn += 1) {
      const socket = browser.sockets.at(-1);
      if (socket.left || socket.readyState === 3) await clock.pass(5000);
      else if (socket.readyState === 0) {
        assert.equal(Number(socket.asked.after), store.last);
        socket.opens(welcome(END));
      } else if (chance.roll() < 0.1) socket.closes([1006, 1012, 4008, 4009][chance.below(4)]);
      else socket.says(...message(store, chance));
    }
    assert.deepEqual(seen, Array.from({ length: END }, (_, index) => index + 1), `seed ${seed}`);
    assert.equal(browser.sockets.filter(({ readyState }) => readyState < 2).length, 1, "one line at a time");
    connection.stop();
    assert.equal(clock.timers.size, 0, "a page that is left leaves nothing running");
  }
});
