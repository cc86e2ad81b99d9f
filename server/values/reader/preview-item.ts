import type { JsonValue } from "#graph/json";
import type { Kind } from "#graph/kinds";
import type { ArtifactRef, RecordedValue } from "#graph/recorded-values";
import { decodeBytes } from "../decode-value.ts";
import type { Codecs } from "../encode-value.ts";
import { unpack } from "#graph/unpack";
import { fromPlainJson } from "../plain-json.ts";
import { previewValue } from "../preview-value.ts";

export type ListItem = { kind: Kind } & (
  | { inline: JsonValue }
  | {
      artifact: ArtifactRef;
      read: () => Promise<Uint8Array>;
      name?: string;
    }
);

const refuseArtifact = () => Promise.reject(new Error("Nothing is stored while a list is looked at."));

/**
 * The record of an item of a list that was kept whole, which has no record of its own. Its picture is its own bytes, and
 * a mask has none: nothing is stored only because somebody looks.
 */
export async function previewItem(codecs: Codecs, item: ListItem): Promise<RecordedValue> {
  const { kind } = item;
  if ("inline" in item) {
    const value = fromPlainJson(kind, item.inline);
    return {
      kind,
      inline: item.inline,
      preview: await previewValue(value, { codecs, putArtifact: refuseArtifact }),
    };
  }
  const { artifact, name } = item;
  const bytes = await item.read();
  if (kind === "image") {
    const { width, height, channels } = await codecs.images.open(bytes);
    return { kind, artifact, preview: { kind, width, height, channels, thumbnail: artifact } };
  }
  if (kind === "mask") {
    const { width, height, labels } = unpack(bytes).header as { width: number; height: number; labels: string[] };
    return { kind, artifact, preview: { kind, width, height, fractions: namesOf(labels), thumbnail: null } };
  }
  const stored = { bytes, mediaType: artifact.mediaType, ...(name !== undefined && { name }) };
  const value = await decodeBytes(kind, stored, codecs);
  return { kind, artifact, preview: await previewValue(value, { codecs, putArtifact: refuseArtifact }) };
}

/** How much each class covers is counted where the mask is drawn. */
function namesOf(labels: readonly string[]) {
  return labels.map((label) => ({ label, fraction: 0 }));
}
