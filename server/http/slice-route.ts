import { z } from "zod";
import { bytesPerElement } from "#graph/tensor-elements";
import { pickElements, planSlice, readRanges, type SliceRead } from "#graph/tensor-slice";
import { AppError } from "../app-error.ts";
import { findContent } from "../values/find-content.ts";
import { readAllStored } from "../values/reader/read-stored.ts";
import { readTensorHead } from "../values/read-tensor-head.ts";
import type { WebServices } from "../web-services.ts";
import { addressSchema, contentContextOf, type ContentReader } from "./content-input.ts";
import { parseInput, queryOf } from "./parse-input.ts";
import { requireMember } from "./require-member.ts";

const inputSchema = addressSchema.extend({ ranges: z.string().max(1_000) });

/**
 * GET /api/artifacts/{hash}/slice?ranges=0:1:1,0:64:4: the elements of a part of a tensor, little-endian, row-major. A range
 * is start:count:step; each dimension has one. At most `MAX_SLICE_ELEMENTS`, and never more of the file than those need.
 */
export async function answerSlice(
  services: WebServices,
  request: Request,
  { hash: given, reader }: { hash: string; reader?: ContentReader },
): Promise<Response> {
  const { ranges: text, ...address } = parseInput(inputSchema, { ...queryOf(request), hash: given });
  const ranges = readRanges(text);
  if (!ranges) {
    throw new AppError(
      "BAD_REQUEST",
      'The ranges must be start:count:step for each dimension, such as "0:1:1,0:64:4".',
    );
  }
  const content = await findContent(
    contentContextOf(services, reader ?? (await requireMember(services, request, "viewer"))),
    address,
  );
  const { dtype, shape, payloadAt } = await readTensorHead(content);
  if (dtype === "string") {
    throw new AppError("BAD_REQUEST", "A tensor of texts has no elements of one size. Download it whole.");
  }
  const elementBytes = bytesPerElement(dtype);
  const reads = plan(() => planSlice(shape, ranges, elementBytes));
  const sources = await readAllStored({ ...content, start: content.start + payloadAt }, reads);
  const body = Buffer.concat(reads.map((read, index) => pickElements(sources[index]!, read, elementBytes)));
  return new Response(body, {
    headers: {
      "content-type": "application/octet-stream",
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "private, max-age=31536000, immutable",
    },
  });
}

function plan(make: () => SliceRead[]): SliceRead[] {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) throw new AppError("BAD_REQUEST", error.message, { reason: "bad-slice" });
    throw error;
  }
}
