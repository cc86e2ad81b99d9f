import type { JsonValue } from "#graph/json";
import type { Kind } from "#graph/kinds";
import { MAX_PIN_CHARACTERS } from "#graph/limits";
import type { ArtifactRef, RecordedFlow, RecordedValue } from "#graph/recorded-values";
import { fileRefSchema } from "#graph/schema";
import type { FileRef } from "#graph/schema";

/** Kinds of which a person can give a value by typing or by a file; the others come from runs. */
export const typedKinds = ["number", "text", "boolean", "json", "image", "file", "video"] as const satisfies Kind[];
export type TypedKind = (typeof typedKinds)[number];

export function isTypedKind(kind: string): kind is TypedKind {
  return (typedKinds as readonly string[]).includes(kind);
}

/** Width and height of a stored picture, upright; rejects where the browser cannot show it. */
export type MeasurePicture = (file: FileRef) => Promise<{ width: number; height: number }>;

const MAX_TEXT_CHARACTERS = 1_000;

/**
 * The record of a value that a person gave: JSON, or a stored file.
 *
 * @throws Error with a sentence for a person where it is no value of the kind
 */
export async function recordTyped(
  given: JsonValue | undefined,
  { kind, isList, measure }: { kind: TypedKind; isList: boolean; measure: MeasurePicture },
): Promise<RecordedFlow> {
  if (given === undefined || given === null) {
    if (kind !== "json" || given === undefined) throw new Error("Give a value first.");
  }
  if (!isList) return await recordOne(given, { kind, measure });
  if (!Array.isArray(given)) throw new Error(`This output gives a list: write an array, each item of kind ${kind}.`);
  const items: RecordedValue[] = [];
  for (const item of given) items.push(await recordOne(item, { kind, measure }));
  const list = { count: items.length, items };
  if (JSON.stringify(list).length > MAX_PIN_CHARACTERS) {
    throw new Error("The list is too long to be kept in the workflow. Pin a shorter one, or one from a run.");
  }
  return list;
}

async function recordOne(
  given: JsonValue,
  { kind, measure }: { kind: TypedKind; measure: MeasurePicture },
): Promise<RecordedValue> {
  switch (kind) {
    case "number":
      if (typeof given !== "number") throw notOf(kind, given);
      return { kind, preview: { kind, value: given }, inline: given };
    case "boolean":
      if (typeof given !== "boolean") throw notOf(kind, given);
      return { kind, preview: { kind, value: given }, inline: given };
    case "text":
      if (typeof given !== "string") throw notOf(kind, given);
      return { kind, preview: { kind, text: cut(given), length: given.length }, inline: given };
    case "json": {
      const text = JSON.stringify(given);
      return { kind, preview: { kind, text: cut(text), length: text.length }, inline: given };
    }
    case "image": {
      const file = fileOf(kind, given);
      const { width, height } = await measure(file);
      const artifact = artifactOf(file);
      return { kind, preview: { kind, width, height, channels: 3, thumbnail: artifact }, artifact };
    }
    case "file":
    case "video": {
      const { name, mediaType, sizeBytes, ...rest } = fileOf(kind, given);
      return {
        kind,
        preview: { kind, name, mediaType, sizeBytes },
        artifact: artifactOf({ name, mediaType, sizeBytes, ...rest }),
      };
    }
  }
}

function fileOf(kind: string, given: JsonValue): FileRef {
  const file = fileRefSchema.safeParse(given);
  if (!file.success) throw notOf(kind, given);
  return file.data;
}

function artifactOf({ hash, sizeBytes, mediaType }: FileRef): ArtifactRef {
  return { hash, sizeBytes, mediaType };
}

function cut(text: string): string {
  return text.slice(0, MAX_TEXT_CHARACTERS);
}

function notOf(kind: string, given: JsonValue): Error {
  const shown = JSON.stringify(given);
  return new Error(`${shown.length > 60 ? `${shown.slice(0, 60)}…` : shown} is no value of kind ${kind}.`);
}
