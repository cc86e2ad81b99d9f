import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { z } from "zod";
import { checkedStream } from "../artifacts/check-content.ts";
import { type Content, findContent } from "../values/find-content.ts";
import type { WebServices } from "../web-services.ts";
import { addressSchema, contentContextOf, type ContentReader } from "./content-input.ts";
import { parseInput, queryOf } from "./parse-input.ts";
import { type ByteRange, readRange } from "./read-range.ts";
import { requireMember } from "./require-member.ts";
import { serveContent } from "./serve-content.ts";

const inputSchema = addressSchema.extend({ name: z.string().max(1_000).optional() });

/**
 * GET /api/artifacts/{hash}?item=…&name=…: content of the member's workspace, or of a template's recorded run; with
 * `item` one item of a list. One range of its bytes may be asked for.
 */
export async function answerArtifact(
  services: WebServices,
  request: Request,
  { hash: given, reader }: { hash: string; reader?: ContentReader },
): Promise<Response> {
  const { name, ...address } = parseInput(inputSchema, { ...queryOf(request), hash: given });
  const content = await findContent(
    contentContextOf(services, reader ?? (await requireMember(services, request, "viewer"))),
    address,
  );
  const { hash, sizeBytes, mediaType } = content;
  const etag = address.item === undefined ? hash : `${hash}-${address.item}`;
  const range = readRange(request, { sizeBytes, etag });
  if (range === "outside") {
    return new Response(null, { status: 416, headers: { "content-range": `bytes */${sizeBytes}` } });
  }
  return serveContent(request, {
    content: streamOf(content, { range, isWhole: address.item === undefined && range === null }),
    sizeBytes,
    mediaType,
    name: name ?? content.name ?? hash,
    etag,
    isImmutable: true,
    range,
  });
}

/** Only the whole can be checked against its hash. */
function streamOf(
  { file, start, sizeBytes, hash }: Content,
  { range, isWhole }: { range: ByteRange | null; isWhole: boolean },
) {
  if (isWhole) return checkedStream(createReadStream(file), hash);
  if (sizeBytes === 0) return Readable.from([]);
  const [first, last] = range ? [range.start, range.end] : [0, sizeBytes - 1];
  return createReadStream(file, { start: start + first, end: start + last });
}
