/** The time and chance of a browser; tests bring their own. */
export const clock = {
  now: () => Date.now(),
  setTimeout: (work, wait) => setTimeout(work, wait),
  clearTimeout: (timer) => clearTimeout(timer),
  random: () => Math.random(),
};
