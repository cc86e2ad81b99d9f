import type { Dtype } from "#graph/kinds";
import { AppError } from "../app-error.ts";
import type { Content } from "./find-content.ts";
import { TENSOR_MEDIA_TYPE } from "./encode-value.ts";
import { readStored } from "./reader/read-stored.ts";

const MAX_HEAD_BYTES = 65_536;

/** What a kept tensor says of itself, without its elements, which begin at `payloadAt`. @throws AppError BAD_REQUEST for what is none */
export async function readTensorHead(content: Content): Promise<{ dtype: Dtype; shape: number[]; payloadAt: number }> {
  const none = () =>
    new AppError("BAD_REQUEST", "The value is no tensor, so it has no slices.", { reason: "no-tensor" });
  if (content.mediaType !== TENSOR_MEDIA_TYPE || content.sizeBytes < 4) throw none();
  const headBytes = (await readStored(content, 0, 4)).readUInt32LE(0);
  if (headBytes > Math.min(MAX_HEAD_BYTES, content.sizeBytes - 4)) throw none();
  // Written by `packTensor`: nobody can upload this media type.
  const head = JSON.parse((await readStored(content, 4, headBytes)).toString()) as { dtype: Dtype; shape: number[] };
  return { ...head, payloadAt: 4 + headBytes };
}
