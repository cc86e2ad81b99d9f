import type { RecordedFlow } from "#graph/recorded-values";
import { AppError } from "../../app-error.ts";
import type { Codecs } from "../encode-value.ts";
import { LIST_MEDIA_TYPE, type PackedTree } from "../packed-list.ts";
import { previewItem } from "./preview-item.ts";
import { readStored } from "./read-stored.ts";
import type { ItemPart, ListPage, StoredPart } from "./reader-messages.ts";

/** A list is described by its header, which holds its small values themselves. */
const MAX_HEADER_BYTES = 256_000_000;
const MAX_KEPT = 4;

export type ListIndex = { tree: PackedTree[]; payloadAt: number };

/** Makes the function that reads what is in a list: once for the few lists that were asked for last. */
export function createListIndexes() {
  const kept = new Map<string, Promise<ListIndex>>();
  return function indexOf(list: StoredPart): Promise<ListIndex> {
    const known = kept.get(list.key);
    kept.delete(list.key);
    const index = known ?? readIndex(list);
    kept.set(list.key, index);
    index.catch(() => kept.delete(list.key));
    if (kept.size > MAX_KEPT) kept.delete(kept.keys().next().value!);
    return index;
  };
}

async function readIndex(list: StoredPart): Promise<ListIndex> {
  const headerBytes = (await readStored(list, 0, 4)).readUInt32LE(0);
  if (headerBytes > Math.min(MAX_HEADER_BYTES, list.sizeBytes - 4)) {
    throw new AppError("PAYLOAD_TOO_LARGE", "The list is too large to be looked into. Download it whole.");
  }
  const header = JSON.parse((await readStored(list, 4, headerBytes)).toString()) as { list: PackedTree[] };
  return { tree: header.list, payloadAt: 4 + headerBytes };
}

/** "3.0": the first item of the fourth. "" is the list itself. @throws AppError NOT_FOUND */
function treeAt({ tree }: ListIndex, item: string): PackedTree {
  let at: PackedTree | undefined = tree;
  for (const place of item === "" ? [] : item.split(".")) at = Array.isArray(at) ? at[Number(place)] : undefined;
  if (at === undefined) throw new AppError("NOT_FOUND", `The list has no item ${item}.`);
  return at;
}

/** @throws AppError NOT_FOUND for an item that has no bytes of its own */
export function partOf(index: ListIndex, item: string): ItemPart {
  const leaf = treeAt(index, item);
  if (leaf === null || Array.isArray(leaf) || "inline" in leaf) {
    throw new AppError("NOT_FOUND", `The item ${item} of the list has no file of its own.`);
  }
  const { kind, at, sizeBytes, mediaType, name } = leaf;
  return { kind, start: index.payloadAt + at, sizeBytes, mediaType, ...(name !== undefined && { name }) };
}

export async function pageOf(
  list: StoredPart,
  index: ListIndex,
  { item, from, count, codecs }: { item: string; from: number; count: number; codecs: Codecs },
): Promise<ListPage> {
  const items = treeAt(index, item);
  if (!Array.isArray(items)) throw new AppError("NOT_FOUND", `The item ${item} is no list.`);
  const shown: (RecordedFlow | null)[] = [];
  for (const [place, node] of items.slice(from, from + count).entries()) {
    shown.push(await recordOf(node, item === "" ? String(from + place) : `${item}.${from + place}`));
  }
  return { count: items.length, items: shown };

  async function recordOf(node: PackedTree, path: string): Promise<RecordedFlow | null> {
    if (node === null) return null;
    if (Array.isArray(node)) {
      const whole = { hash: list.hash, item: path, sizeBytes: 0, mediaType: LIST_MEDIA_TYPE };
      return { count: node.length, items: [], whole };
    }
    if ("inline" in node) return previewItem(codecs, { kind: node.kind, inline: node.inline });
    const { kind, at, sizeBytes, mediaType, name } = node;
    const artifact = { hash: list.hash, item: path, sizeBytes, mediaType };
    const read = () => readStored(list, index.payloadAt + at, sizeBytes);
    return previewItem(codecs, { kind, artifact, read, ...(name !== undefined && { name }) });
  }
}
