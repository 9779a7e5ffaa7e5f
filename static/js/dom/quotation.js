/** The words of a post as a quotation to answer to: the source, which the server quotes, never what is shown of it. */
export async function quotation(address) {
  const answer = await fetch(`${address}?quote=1`, { headers: { Accept: "application/json" } });
  return (await answer.json()).quotation;
}
