// Node finds the page's modules as a page does: "live/store.js" is static/js/live/store.js, and every one is a module.
// Imported first by each test; what it tests is then imported with `await import("live/…")`.
import { register } from "node:module";

const scripts = new URL("../../static/js/", import.meta.url).href;
const hooks = `
  const scripts = ${JSON.stringify(scripts)};
  export function resolve(name, context, next) {
    if (!/^(live|dom|elements)\\//.test(name)) return next(name, context);
    return { url: new URL(name, scripts).href, format: "module", shortCircuit: true };
  }
`;

register(`data:text/javascript,${encodeURIComponent(hooks)}`);
