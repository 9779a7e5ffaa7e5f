/** {text, wording} of a post as a quotation to answer to: the source, which the server quotes, never what is shown of it. */
export async function quotation(address) {
  const answer = await fetch(`${address}?quote=1`, { headers: { Accept: "application/json" } });
  const { quotation: text, wording } = await answer.json();
  if (text === undefined) throw new Error("What is not shown any more cannot be quoted.");
  return { text, wording };
}
