import type { JsonObject, JsonValue } from "#graph/json";
import type { Kind } from "#graph/kinds";
import type { Flow, FlowList, Value } from "#graph/values";
import { unpack } from "#graph/unpack";
import { isFlowList } from "#graph/values";
import { decodeBytes } from "./decode-value.ts";
import type { Codecs, StoredValue } from "./encode-value.ts";
import { encodeValue } from "./encode-value.ts";
import { alignedSize, pack } from "./packed.ts";
import { fromPlainJson } from "./plain-json.ts";

/**
 * A whole list in one artifact: `pack({list}, payload)`, where `list` is an array as nested as the list. Null is a hole,
 * `{kind, inline}` a value as JSON, and `{kind, at, sizeBytes, mediaType, name?}` one whose bytes are in the payload.
 */
export const LIST_MEDIA_TYPE = "application/vnd.patchbay.list";

/** Pictures that are encoded or opened at once: enough for every core, few enough to bound memory. */
const AT_ONCE = 8;

export async function packList(list: FlowList, codecs: Codecs): Promise<Uint8Array[]> {
  const values = [...leavesOf(list)];
  const stored = await inOrder(values, (value) => encodeValue(value, codecs));
  const chunks: Uint8Array[] = [];
  let next = 0;
  let sizeBytes = 0;

  function describe(flow: Flow | undefined): JsonValue {
    if (flow === undefined) return null;
    if (isFlowList(flow)) return flow.items.map(describe);
    return describeValue(flow, stored[next++]!);
  }

  function describeValue(value: Value, form: StoredValue): JsonObject {
    const { kind } = value;
    if ("inline" in form) return { kind, inline: form.inline };
    const at = sizeBytes;
    let byteLength = 0;
    for (const piece of form.pieces) byteLength += piece.byteLength;
    sizeBytes = alignedSize(at + byteLength);
    chunks.push(...form.pieces, new Uint8Array(sizeBytes - at - byteLength));
    const described: JsonObject = { kind, at, sizeBytes: byteLength, mediaType: form.mediaType };
    if (kind === "file" || kind === "video") described.name = value.value.name;
    return described;
  }

  return pack({ list: describe(list) }, chunks);
}

type Leaf = { kind: Kind } & (
  { inline: JsonValue } | { at: number; sizeBytes: number; mediaType: string; name?: string }
);
export type PackedTree = null | Leaf | PackedTree[];

/** @param decode what a value becomes whose bytes are in the payload; left out, what was packed */
export async function unpackList(bytes: Uint8Array, codecs: Codecs, decode = decodeBytes): Promise<FlowList> {
  const { header, payload } = unpack(bytes);
  const tree = header.list as PackedTree[];
  const values = await inOrder([...treeLeaves(tree)], (leaf) => {
    if ("inline" in leaf) return fromPlainJson(leaf.kind, leaf.inline);
    const { at, sizeBytes, mediaType, name } = leaf;
    const stored = { bytes: payload.subarray(at, at + sizeBytes), mediaType };
    return decode(leaf.kind, name === undefined ? stored : { ...stored, name }, codecs);
  });
  let next = 0;
  const build = (node: PackedTree): Flow | undefined =>
    node === null ? undefined : Array.isArray(node) ? { items: node.map(build) } : values[next++]!;
  return { items: tree.map(build) };
}

function* leavesOf(list: FlowList): Generator<Value> {
  for (const item of list.items) {
    if (item === undefined) continue;
    if (isFlowList(item)) yield* leavesOf(item);
    else yield item;
  }
}

function* treeLeaves(tree: PackedTree[]): Generator<Leaf> {
  for (const node of tree) {
    if (node === null) continue;
    if (Array.isArray(node)) yield* treeLeaves(node);
    else yield node;
  }
}

/** Results in the order of the items; at most `AT_ONCE` under way. */
async function inOrder<T, R>(items: readonly T[], work: (item: T) => R | Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const index = next++;
      const result = work(items[index]!);
      results[index] = result instanceof Promise ? await result : result;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return results;
}
