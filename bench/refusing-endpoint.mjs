import { createServer } from "node:http";

/** Reads each request and refuses it: what refusing costs at least. Prints its port. */
const answer = Buffer.from(JSON.stringify({ error: "Not now. Try again in 1 s." }));
const headers = { "Retry-After": 1, "Content-Type": "application/json", "Content-Length": answer.length };
const server = createServer((request, response) => {
  request.on("data", ({ buffer }) => buffer.transfer(0));
  request.once("end", () => response.writeHead(503, headers).end(answer));
});
// Longer than a round, or a connection closes while the next request is on its way.
server.keepAliveTimeout = 75_000;
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
