// Seconds. Full jitter: after a deploy a thousand browsers come back spread out, not together.
const SHORTEST = 0.5;
const LONGEST = 30;

/** Milliseconds to wait before try number `attempt` (0 for the first). */
export function pause(attempt, random = Math.random) {
  const ceiling = Math.min(LONGEST, 2 ** Math.min(attempt, 10));
  return 1000 * (SHORTEST + random() * (ceiling - SHORTEST));
}
