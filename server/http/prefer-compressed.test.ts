import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { IncomingHttpHeaders, Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listenHttp } from "../serving/http-listener.ts";
import { compressStatic } from "../start/compress-static.ts";
import { preferCompressed } from "./prefer-compressed.ts";

const script = "export const answer = 42;\n".repeat(100);

let root: string;
let server: Server;
let address: string;
beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), "patchbay-prefer-"));
  const folder = path.join(root, "static");
  mkdirSync(path.join(folder, "chunks"), { recursive: true });
  for (const name of ["chunks/a.js", "chunks/gone.js", "../server.js"]) writeFileSync(path.join(folder, name), script);
  await compressStatic(root);
  const prefer = preferCompressed(folder);
  rmSync(path.join(folder, "chunks", "gone.js.br"));
  server = createServer((request, response) => {
    prefer(request, response);
    // In the place of Next, which sends the file of that name with the headers that are set.
    const file = path.join(folder, request.url!.replace("/_next/static/", ""));
    if (existsSync(file)) response.end(readFileSync(file));
    else response.writeHead(404).end("Not Found");
  });
  address = await listenHttp(server, 0, "127.0.0.1");
});
afterAll(() => {
  server.close();
  rmSync(root, { recursive: true, force: true });
});

/** As it comes over the wire: `fetch` would decompress it, and ask for what it likes. */
function ask(name: string, headers: Record<string, string> = {}, method = "GET") {
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
    // By its path: a URL would have lost its dots.
    const sent = request(address, { path: `/_next/static/${name}`, headers, method }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    sent.on("error", reject).end();
  });
}

test("a browser that takes Brotli gets the file that was compressed with it", async () => {
  const { headers, body } = await ask("chunks/a.js", { "accept-encoding": "gzip, deflate, br, zstd" });

  expect(headers["content-encoding"]).toBe("br");
  expect(headers["content-type"]).toBe("application/javascript; charset=UTF-8");
  expect(brotliDecompressSync(body).toString()).toBe(script);
});

test("a browser that takes gzip alone gets that", async () => {
  const { headers, body } = await ask("chunks/a.js", { "accept-encoding": "gzip" });

  expect(headers["content-encoding"]).toBe("gzip");
  expect(gunzipSync(body).toString()).toBe(script);
});

test.each([
  ["takes none", "identity"],
  ["says nothing of it", undefined],
  ["weighs them, which Next does", "gzip;q=0, br;q=0"],
])("a client that %s is left to Next", async (_, accepted) => {
  const { headers, body } = await ask("chunks/a.js", accepted === undefined ? {} : { "accept-encoding": accepted });

  expect(headers["content-encoding"]).toBeUndefined();
  expect(body.toString()).toBe(script);
});

test.each([
  ["a part of a file", "chunks/a.js", { range: "bytes=0-9" }, "GET"],
  ["a condition whose answer may be an error", "chunks/a.js", { "if-match": '"another"' }, "GET"],
  ["what is no question", "chunks/a.js", {}, "POST"],
  ["a file of another folder", "../server.js", {}, "GET"],
  ["a file of which nothing compressed is left", "chunks/gone.js", { "accept-encoding": "br" }, "GET"],
])("%s is left to Next", async (_, name, headers, method) => {
  const answer = await ask(name, { "accept-encoding": "br", ...headers }, method);

  expect(answer.headers["content-encoding"]).toBeUndefined();
  expect(answer.body.toString()).toBe(script);
});

test.each(["chunks/nothing.js", "chunks//a.js.", "%2e%2e/server.js", "chunks/a.js?as=text"])(
  "an address that is no file, as %o, stays what it was",
  async (name) => {
    const answer = await ask(name, { "accept-encoding": "br" });

    expect(answer.status).toBe(404);
    expect(answer.headers["content-encoding"]).toBeUndefined();
    expect(answer.body.toString()).toBe("Not Found");
  },
);
