// What travels: frames come in, one JSON object a line; commands go out, one object a message. docs/protocol.md.

/** The frames of one message. A line that is no frame is left out: the numbers show what is missing. */
export function framesOf(text) {
  const frames = [];
  for (const line of text.split("\n")) {
    const frame = line && parsed(line);
    if (frame && typeof frame === "object" && !Array.isArray(frame)) frames.push(frame);
  }
  return frames;
}

function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** Whether a frame answers something this page asked. */
export function isAnswer(frame) {
  return "ack" in frame || "error" in frame;
}

export const typing = (thread, stopped) => ({ do: "typing", thread, stopped });
export const read = (seq) => ({ do: "read", seq });
export const ack = (seq) => ({ do: "ack", seq });

/** The command of an entry of the outbox. Half a character, such as a paste may end with, becomes the sign for one. */
export function commandOf(entry) {
  const { text } = entry.fields;
  const whole = text === undefined ? {} : { text: text.replace(/\p{Surrogate}/gu, "\ufffd") };
  return { do: entry.do, key: entry.key, ...entry.fields, ...whole };
}

/** Bytes a command takes on the wire. */
export function sizeOf(command) {
  return new TextEncoder().encode(JSON.stringify(command)).length;
}

/** A new UUID. `randomUUID` exists on secure origins only; a forum on a plain local address is none. */
export function newKey(source = globalThis.crypto) {
  if (source.randomUUID) return source.randomUUID();
  const bytes = source.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
