/**
 * One's own reactions, as other tabs and devices leave them. What was pressed here and is on its way stands until it is
 * answered; refused, what stands is shown again. `show(post, kind)` draws it.
 */
export function followChosen({ store, outbox, show }) {
  // What the server said last, by post.
  const told = new Map();
  const waits = (post) => outbox.entries.some(({ do: what, fields, state }) => what === "react" && fields.post === post && state !== "refused");
  store.on("chosen", ({ data }) => {
    for (const { post, kind } of data.choices) {
      told.set(post, kind);
      if (!waits(post)) show(post, kind);
    }
  });
  outbox.on("changed", ({ do: what, state, fields }) => {
    if (what === "react" && state === "refused" && !waits(fields.post)) show(fields.post, told.get(fields.post) ?? null);
  });
}
