import type { JsonValue } from "#graph/json";
import type { NodeContext } from "#graph/node-runner";
import type { AudioValue, FileValue, ImageValue } from "#graph/values";
import { encodeWav } from "../encode-wav.ts";

type Body = { bytes: Uint8Array; mediaType: string };
type BodyKind = "json" | "text" | "image" | "audio" | "file";

/** What arrives at the body's port as bytes, with what they are. `value` is of the kind, since the port is. */
export async function writeBody(
  kind: BodyKind,
  value: unknown,
  { images }: Pick<NodeContext, "images">,
): Promise<Body> {
  switch (kind) {
    case "json":
      return { bytes: Buffer.from(JSON.stringify(value as JsonValue), "utf8"), mediaType: "application/json" };
    case "text":
      return { bytes: Buffer.from(value as string, "utf8"), mediaType: "text/plain; charset=utf-8" };
    case "image": {
      const image = value as ImageValue;
      if ("encoded" in image) return { bytes: image.encoded, mediaType: image.mediaType };
      return { bytes: await images.encode(image, "png"), mediaType: "image/png" };
    }
    case "audio":
      return { bytes: encodeWav(value as AudioValue), mediaType: "audio/wav" };
    case "file": {
      const { bytes, mediaType } = value as FileValue;
      return { bytes, mediaType };
    }
  }
}
