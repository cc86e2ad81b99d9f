import type { z } from "zod";
import type { JsonValue } from "#graph/json";
import type { Kind } from "#graph/kinds";
import { NodeError, type NodeContext } from "#graph/node-runner";
import type { FileRef } from "#graph/schema";
import type { ValueOf } from "#graph/values";
import { tableFormatOf } from "../table-format.ts";
import { decodeWav } from "./decode-wav.ts";
import type { maskJsonSchema, tensorJsonSchema } from "./input-value.ts";
import { readNpy } from "./read-npy.ts";
import { tensorFromJson } from "./tensor-from-json.ts";

/** The value of what a caller gave. `given` has passed `refuseInputValue` for this kind, so its form is known. */
export async function materialise(
  kind: Kind,
  { given, input, context }: { given: JsonValue; input: string; context: NodeContext },
): Promise<ValueOf[Kind]> {
  switch (kind) {
    case "image":
    case "audio":
    case "video":
    case "table":
    case "file":
      return readStored(kind, given as FileRef, context);
    case "tensor": {
      const tensor = given as z.output<typeof tensorJsonSchema> | FileRef;
      return "hash" in tensor ? readNpy(await context.files.read(tensor), input) : tensorFromJson(tensor, input);
    }
    case "embedding":
      return { vector: Float32Array.from(given as number[]) };
    case "mask": {
      const mask = given as z.output<typeof maskJsonSchema>;
      return { ...mask, data: Uint8Array.from(mask.data) };
    }
    default:
      // Numbers, texts, booleans and JSON are themselves; classifications, detections, keypoints and models have one form.
      return given as ValueOf[typeof kind];
  }
}

async function readStored(
  kind: "image" | "audio" | "video" | "table" | "file",
  file: FileRef,
  context: NodeContext,
): Promise<ValueOf[typeof kind]> {
  const bytes = await context.files.read(file);
  const { name, mediaType } = file;
  if (kind === "image") return context.images.open(bytes);
  if (kind === "audio") return decodeWav(bytes, name);
  if (kind === "table") return context.tables.open({ bytes, name, format: tableFormatOf({ name, mediaType, bytes }) });
  return { name, mediaType, bytes };
}

/** @throws NodeError that says which input is meant, whatever went wrong with its file. */
export function blameInput(error: unknown, input: string): unknown {
  if (!(error instanceof NodeError) || error.message.includes(`input ${input}`)) return error;
  return new NodeError(error.kind, `The input ${input} cannot be used: ${error.message}`, { cause: error });
}
