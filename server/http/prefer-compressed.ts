import { existsSync, readdirSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { compressedTypes } from "./compressed-types.ts";

const PREFIX = "/_next/static/";
const encodings = [
  { name: "br", ending: ".br" },
  { name: "gzip", ending: ".gz" },
];
/** Headers whose answer may be an error page, or count in bytes of the file itself. */
const particular = ["range", "if-match", "if-unmodified-since"];

/**
 * Gives what turns a request for a static file into one for the compressed file beside it, where there is one and the
 * browser takes it. Next then answers with that file, and leaves alone what has an encoding already.
 */
export function preferCompressed(folder: string): (request: IncomingMessage, response: ServerResponse) => void {
  // As Next does: it too answers only with files that were there when it started.
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
  const names = new Set(files.map((file) => file.replaceAll(path.sep, "/")));

  return (request, response) => {
    if (!request.url?.startsWith(PREFIX) || (request.method !== "GET" && request.method !== "HEAD")) return;
    if (particular.some((header) => header in request.headers)) return;
    const name = request.url.slice(PREFIX.length);
    const type = compressedTypes[path.extname(name)];
    // What comes with a weight ("gzip;q=0") is none of these words: Next weighs it.
    const accepted = String(request.headers["accept-encoding"] ?? "").split(/\s*,\s*/);
    const encoding = encodings.find(({ name: word, ending }) => accepted.includes(word) && names.has(name + ending));
    // A build that goes on in this folder takes files away.
    if (!type || !encoding || !existsSync(path.join(folder, name + encoding.ending))) return;
    request.url += encoding.ending;
    response.setHeader("Content-Type", type);
    response.setHeader("Content-Encoding", encoding.name);
  };
}
