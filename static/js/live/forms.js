// Where each command goes without a socket, and under which names: the forms of the pages (docs/protocol.md).
const DOORS = {
  post: () => "posts/",
  edit: ({ post }) => `posts/${post}/revisions/`,
  withdraw: ({ post }) => `posts/${post}/withdrawal/`,
  react: ({ post }) => `posts/${post}/reaction/`,
};
const GIVE_UP = 20_000;

/** The forms of the room at `room` (its address). `token()` gives the page's CSRF token. */
export class Forms {
  constructor({ room, token, fetch = globalThis.fetch, clock }) {
    Object.assign(this, { room, token, fetch, clock });
  }

  /** As Sender.deliver: an answer, or null when it may not have arrived. */
  async send(entry) {
    const limit = new AbortController();
    const timer = this.clock.setTimeout(() => limit.abort(), GIVE_UP);
    try {
      const response = await this.fetch.call(undefined, new URL(DOORS[entry.do](entry.fields), this.room).href, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": this.token() },
        body: bodyOf(entry),
        signal: limit.signal,
      });
      return await answerOf(response);
    } catch {
      return null;
    } finally {
      this.clock.clearTimeout(timer);
    }
  }
}

function bodyOf({ key, fields }) {
  const body = new URLSearchParams({ key });
  for (const [name, value] of Object.entries(fields)) {
    if (name !== "post") body.set(name, value ?? "");
  }
  return body;
}

/** A page in place of an answer comes from something between us and the forum, or from a form that is out of date. */
async function answerOf(response) {
  const json = (response.headers.get("Content-Type") ?? "").includes("application/json");
  const answer = json && (await response.json());
  if (answer?.ack || answer?.error) return answer;
  return response.status >= 500 || response.ok ? null : { error: { code: "page", message: "" } };
}
