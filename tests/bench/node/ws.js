// The ws package: whatever text comes in goes to everyone. No sign-in, no Redis, nothing stored.
const { WebSocketServer } = require("ws");

const [port] = process.argv.slice(2);
const server = new WebSocketServer({ host: "127.0.0.1", port: Number(port), backlog: 4096, perMessageDeflate: false });

server.on("connection", (line) => {
  line.on("error", () => line.terminate());
  line.on("message", (text) => {
    for (const other of server.clients) other.send(text, { binary: false });
  });
});
