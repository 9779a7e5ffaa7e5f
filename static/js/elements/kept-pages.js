// The signs that Django writes in place of others.
const SIGNS = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'" };

/** <kept-pages>: around a list with [data-slot=list]; shows the pages there are copies of, the last one read first. */
export class KeptPages extends HTMLElement {
  async connectedCallback() {
    const items = await keptLinks();
    this.querySelector("[data-slot=list]").replaceChildren(...items.reverse());
    this.hidden = !items.length;
  }
}

async function keptLinks() {
  const items = [];
  try {
    for (const name of await caches.keys()) {
      if (name.startsWith("copies ")) items.push(...(await linksOf(await caches.open(name))));
    }
  } catch {
    // A browser that keeps no copies: without cookies, or on an address that is not secure.
  }
  return items;
}

async function linksOf(cache) {
  const copies = (await cache.keys()).map(async (request) => item(request.url, await cache.match(request, { ignoreVary: true })));
  return Promise.all(copies);
}

function item(address, copy) {
  const { pathname, search } = new URL(address);
  const link = document.createElement("a");
  link.href = pathname + search;
  const title = decodeURIComponent(copy.headers.get("X-Title") ?? "").replace(/ · Solidaction$/, "");
  link.textContent = title.replace(/&(?:amp|lt|gt|quot|#x27);/g, (sign) => SIGNS[sign]) || pathname;
  link.dir = "auto";
  const row = document.createElement("li");
  row.append(link);
  return row;
}

customElements.define("kept-pages", KeptPages);
