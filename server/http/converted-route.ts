import { createReadStream } from "node:fs";
import { unlink } from "node:fs/promises";
import { Readable } from "node:stream";
import { z } from "zod";
import { npyHead } from "#graph/npy-head";
import { AppError } from "../app-error.ts";
import { TABLE_MEDIA_TYPE } from "../values/encode-value.ts";
import { type Content, findContent } from "../values/find-content.ts";
import { readTensorHead } from "../values/read-tensor-head.ts";
import type { WebServices } from "../web-services.ts";
import { addressSchema, contentContextOf, type ContentReader } from "./content-input.ts";
import { parseInput, queryOf } from "./parse-input.ts";
import { requireMember } from "./require-member.ts";
import { serveContent } from "./serve-content.ts";

const inputSchema = addressSchema.extend({ format: z.enum(["npy", "csv"]), name: z.string().max(1_000) });

/** GET /api/artifacts/{hash}/converted?format=npy&name=…: a tensor as .npy, a table as CSV, for other programs. */
export async function answerConverted(
  services: WebServices,
  request: Request,
  { hash: given, reader }: { hash: string; reader?: ContentReader },
): Promise<Response> {
  const { format, name, ...address } = parseInput(inputSchema, { ...queryOf(request), hash: given });
  const content = await findContent(
    contentContextOf(services, reader ?? (await requireMember(services, request, "viewer"))),
    address,
  );
  const { stream, sizeBytes } = format === "npy" ? await npyOf(content) : await csvOf(services, content);
  return serveContent(request, {
    content: stream,
    sizeBytes,
    mediaType: "application/octet-stream",
    name,
    etag: `${content.hash}-${address.item ?? ""}-${format}`,
    isImmutable: true,
  });
}

async function npyOf(content: Content) {
  const { dtype, shape, payloadAt } = await readTensorHead(content);
  if (dtype === "string") {
    throw new AppError("BAD_REQUEST", "A tensor of texts cannot be written as .npy. Download it as JSON.");
  }
  const head = npyHead({ dtype, shape });
  const { file, start, sizeBytes } = content;
  const payloadBytes = sizeBytes - payloadAt;
  async function* pieces() {
    yield head;
    if (payloadBytes > 0) yield* createReadStream(file, { start: start + payloadAt, end: start + sizeBytes - 1 });
  }
  return { stream: Readable.from(pieces()), sizeBytes: head.byteLength + payloadBytes };
}

async function csvOf({ valueReader }: WebServices, content: Content) {
  if (content.mediaType !== TABLE_MEDIA_TYPE) {
    throw new AppError("BAD_REQUEST", "The value is no table, so there is no CSV of it.", { reason: "no-table" });
  }
  const { file, sizeBytes } = await valueReader.writeCsv(content);
  const stream = createReadStream(file);
  stream.once("close", () => void unlink(file).catch(() => {}));
  return { stream, sizeBytes };
}
