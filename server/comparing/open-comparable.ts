import { createHash } from "node:crypto";
import { canonicalJson } from "#graph/canonical-json";
import type { Kind } from "#graph/kinds";
import type { RecordedFlow, RecordedValue } from "#graph/recorded-values";
import { isRecordedList } from "#graph/recorded-values";
import { bytesPerElement, elementsOf } from "#graph/tensor-elements";
import { AppError } from "../app-error.ts";
import { decodeBytes } from "../values/decode-value.ts";
import type { Codecs } from "../values/encode-value.ts";
import { TENSOR_MEDIA_TYPE } from "../values/encode-value.ts";
import type { PackedTree } from "../values/packed-list.ts";
import { fromPlainJson } from "../values/plain-json.ts";
import { readTensorHead } from "../values/read-tensor-head.ts";
import type { ListIndex } from "../values/reader/list-index.ts";
import { readStored } from "../values/reader/read-stored.ts";
import type { StoredPart } from "../values/reader/reader-messages.ts";
import type { Comparable, ComparableValue } from "./comparable.ts";

/** What is held at once of one side; tensors are read in pieces and may be larger. */
const MAX_HELD_BYTES = 256_000_000;
const HASHED_AT_ONCE = 4_000_000;

export type OpenContext = {
  codecs: Codecs;
  /** Where content lies; what is not here is gone. */
  contents: ReadonlyMap<string, StoredPart>;
  indexOf: (list: StoredPart) => Promise<ListIndex>;
};

/** What a record stands for. @throws AppError NOT_FOUND where the whole of a list is gone */
export async function openComparable(record: RecordedFlow, context: OpenContext): Promise<Comparable> {
  if (!isRecordedList(record)) return openRecord(record, context);
  if (record.whole) {
    const list = requireContent(record.whole.hash, context);
    const index = await context.indexOf(list);
    return { items: index.tree.map((node) => openPacked(node, { list, index, context })) };
  }
  const items: (Comparable | null)[] = [];
  for (const item of record.items) items.push(item && (await openComparable(item, context)));
  return { items };
}

function openRecord(record: RecordedValue, context: OpenContext): ComparableValue {
  const { kind, preview } = record;
  if ("inline" in record) return openInline(kind, record.inline);
  const { hash, mediaType } = record.artifact;
  const name = preview.kind === "file" || preview.kind === "video" ? preview.name : undefined;
  return openStored(kind, {
    part: () => requireContent(hash, context),
    digest: () => hash,
    mediaType,
    name,
    codecs: context.codecs,
  });
}

function openPacked(
  node: PackedTree,
  at: { list: StoredPart; index: ListIndex; context: OpenContext },
): Comparable | null {
  if (node === null) return null;
  if (Array.isArray(node)) return { items: node.map((inner) => openPacked(inner, at)) };
  if ("inline" in node) return openInline(node.kind, node.inline);
  const { kind, sizeBytes, mediaType, name } = node;
  const start = at.list.start + at.index.payloadAt + node.at;
  const part = { ...at.list, key: `${at.list.hash} ${start} ${sizeBytes}`, start, sizeBytes };
  let hash: Promise<string> | null = null;
  const digest = () => (hash ??= hashOf(part));
  return openStored(kind, { part: () => part, digest, mediaType, name, codecs: at.context.codecs });
}

function openInline(kind: Kind, inline: Extract<RecordedValue, { inline: unknown }>["inline"]): ComparableValue {
  return { kind, digest: () => canonicalJson(inline), load: async () => fromPlainJson(kind, inline) };
}

function openStored(
  kind: Kind,
  stored: {
    part: () => StoredPart;
    digest: () => string | Promise<string>;
    mediaType: string;
    name: string | undefined;
    codecs: Codecs;
  },
): ComparableValue {
  const { part, mediaType, name, codecs } = stored;
  return {
    kind,
    // Files of the same bytes differ where their names do.
    digest: name === undefined ? stored.digest : async () => `${await stored.digest()} ${name}`,
    async load() {
      const from = part();
      if (from.sizeBytes > MAX_HELD_BYTES) throw tooLarge(from.sizeBytes);
      const bytes = await readStored(from, 0, from.sizeBytes);
      return decodeBytes(kind, { bytes, mediaType, ...(name !== undefined && { name }) }, codecs);
    },
    ...(kind === "tensor" && mediaType === TENSOR_MEDIA_TYPE && { pieces: () => openPieces(part()) }),
  };
}

async function openPieces(part: StoredPart): Promise<Awaited<ReturnType<NonNullable<ComparableValue["pieces"]>>>> {
  const { dtype, shape, payloadAt } = await readTensorHead({ ...part, mediaType: TENSOR_MEDIA_TYPE });
  if (dtype === "string") {
    if (part.sizeBytes > MAX_HELD_BYTES) throw tooLarge(part.sizeBytes);
    const texts = (await readStored(part, payloadAt, part.sizeBytes - payloadAt)).toString();
    const all = JSON.parse(texts) as string[];
    return { dtype, shape, read: async (from, count) => all.slice(from, from + count) };
  }
  const size = bytesPerElement(dtype);
  return {
    dtype,
    shape,
    read: async (from, count) => elementsOf(dtype, await readStored(part, payloadAt + from * size, count * size)),
  };
}

async function hashOf(part: StoredPart): Promise<string> {
  const hash = createHash("sha256");
  for (let at = 0; at < part.sizeBytes; at += HASHED_AT_ONCE) {
    hash.update(await readStored(part, at, Math.min(HASHED_AT_ONCE, part.sizeBytes - at)));
  }
  return hash.digest("hex");
}

function requireContent(hash: string, { contents }: OpenContext): StoredPart {
  const found = contents.get(hash);
  if (!found)
    throw new AppError("NOT_FOUND", "The content of the value is not kept any more.", { reason: "missing-artifact" });
  return found;
}

function tooLarge(sizeBytes: number): AppError {
  const message = `A value of ${sizeBytes.toLocaleString("en")} bytes is too large to be compared here; ${MAX_HELD_BYTES.toLocaleString("en")} are allowed. Download both.`;
  return new AppError("PAYLOAD_TOO_LARGE", message);
}
