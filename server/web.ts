import { createServer } from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";
import next from "next";
import { readEnv } from "./env.ts";
import { closeWhenAnswered } from "./http/close-when-answered.ts";
import { preferCompressed } from "./http/prefer-compressed.ts";
import { tellMethod } from "./http/tell-method.ts";
import { listenHttp } from "./serving/http-listener.ts";

/**
 * `npm run web`: the pages and the API from the last build, until it is asked to end. As `next start`, but that scripts are
 * not compressed anew for each request, and that it ends as soon as everything is answered.
 */

const root = fileURLToPath(new URL("..", import.meta.url));
const starting = start();
let isEnding = false;
process.on("SIGTERM", () => void end());
process.on("SIGINT", () => void end());

async function start() {
  const { host, port } = readEnv();
  const app = next({ dev: false, dir: root, hostname: host, port });
  await app.prepare();
  const answer = app.getRequestHandler();
  const prefer = preferCompressed(path.join(root, ".next", "static"));
  const server = createServer((request, response) => {
    prefer(request, response);
    tellMethod(request, response);
    answer(request, response).catch((error: unknown) => {
      console.error(`${request.method} ${request.url} failed:`, error);
      if (!response.headersSent) response.statusCode = 500;
      response.end("Internal Server Error");
    });
  });
  const close = closeWhenAnswered(server);
  console.log(`  ✓ Pages: ${await listenHttp(server, port, host)}`);
  return { app, close };
}

async function end() {
  if (isEnding) return;
  isEnding = true;
  const { app, close } = await starting;
  // Streams end by themselves: see end-streams-at-shutdown.ts.
  await close();
  await app.close();
  process.exit(0);
}

await starting.catch((error: unknown) => {
  console.error(`The pages could not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
