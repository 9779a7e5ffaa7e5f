// Why the server closes a line (docs/protocol.md), and what a page does then.
const RELOAD = 4010;
const TOO_MUCH = 4029;
const SIGNED_OUT = 4501;
const BAD_FRAMES = 4508;
const REST = 30_000;

/** {"then": "reload" | "signed-out" | "ended" | "return", "rest": least milliseconds before coming back}. */
export function meaning(code) {
  // A page that does not speak as the forum does now is an old one.
  if (code === RELOAD || code === BAD_FRAMES) return { then: "reload", rest: 0 };
  if (code === SIGNED_OUT) return { then: "signed-out", rest: 0 };
  if (code >= 4500 && code <= 4999) return { then: "ended", rest: 0 };
  return { then: "return", rest: code === TOO_MUCH ? REST : 0 };
}
