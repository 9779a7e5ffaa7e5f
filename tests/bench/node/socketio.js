// Socket.IO with its Redis adapter, as several processes would run it. No sign-in, nothing stored.
const { createServer } = require("node:http");
const { Server } = require("socket.io");
const { createAdapter } = require("@socket.io/redis-adapter");
const { createClient } = require("redis");

async function main(port, path) {
  const one = createClient({ socket: { path } });
  const two = one.duplicate();
  await Promise.all([one.connect(), two.connect()]);
  const http = createServer();
  const server = new Server(http, { adapter: createAdapter(one, two), transports: ["websocket"], cors: { origin: "*" } });
  server.on("connection", (line) => line.on("say", (text) => server.emit("said", text)));
  http.listen({ host: "127.0.0.1", port: Number(port), backlog: 4096 });
}

main(...process.argv.slice(2));
