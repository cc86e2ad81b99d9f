import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Flow, FlowList } from "#graph/values";
import { openMemoryArtifacts } from "../values/artifacts-for-tests.ts";
import { createListIndexes } from "../values/reader/list-index.ts";
import { compareStored, compareStoredItems } from "./compare-stored.ts";

const folder = mkdtempSync(path.join(tmpdir(), "patchbay-comparing-test-"));
let memory: Awaited<ReturnType<typeof openMemoryArtifacts>>;
beforeAll(async () => void (memory = await openMemoryArtifacts()));
afterAll(() => {
  memory.close();
  rmSync(folder, { recursive: true });
});

/** Records both, lets their content lie in files as the store does, and asks. */
async function keepPair(a: Flow, b: Flow) {
  const [before, after] = [await memory.newRecorder()(a), await memory.newRecorder()(b)];
  const contents = [...memory.artifacts].map(([hash, { bytes }]) => {
    const file = path.join(folder, hash);
    writeFileSync(file, bytes);
    return { key: hash, hash, file, start: 0, sizeBytes: bytes.length };
  });
  const context = { codecs: memory, indexOf: createListIndexes() };
  const pair = { a: before, b: after, contents };
  return {
    ...pair,
    value: (at: number[] = [], kept = contents) =>
      compareStored({ ...pair, contents: kept, path: at, withMap: false, key: null }, context),
    items: (question: { from: number; count: number; onlyDiffering: boolean }, at: number[] = []) =>
      compareStoredItems({ ...pair, path: at, ...question }, context),
  };
}

const numbers = (...values: (number | undefined)[]): FlowList => ({
  items: values.map((value) => (value === undefined ? undefined : { kind: "number", value })),
});
const floats = (length: number, changed?: number): Flow => {
  const data = Float32Array.from({ length }, (_, index) => index);
  if (changed !== undefined) data[changed]! += 0.5;
  return { kind: "tensor", value: { dtype: "float32", shape: [length / 100, 100], data } };
};

test("values of one hash are the same, also when their content is gone", async () => {
  const pair = await keepPair(floats(10_000), floats(10_000));

  expect(await pair.value([], [])).toEqual({ kind: "same", how: "bytes" });
});

test("a value whose content is gone differs, and the reason is told", async () => {
  const pair = await keepPair(floats(10_000), floats(10_000, 4));

  expect(await pair.value([], [])).toMatchObject({
    kind: "unread",
    reason: expect.stringContaining("not kept any more"),
  });
});

test("large tensors are read in pieces, and the place of the difference is that of the whole", async () => {
  const pair = await keepPair(floats(3_000_000), floats(3_000_000, 2_500_017));

  expect(await pair.value()).toMatchObject({
    kind: "tensor",
    elements: {
      total: 3_000_000,
      differing: 1,
      max: { absolute: 0.5, index: [25_000, 17] },
      first: { index: [25_000, 17] },
    },
  });
});

test("lists are compared place by place, and an item that did not fire is one that is missing", async () => {
  const pair = await keepPair(numbers(1, 2, undefined, 4), numbers(1, 3, 3, undefined, 5));

  expect(await pair.value()).toMatchObject({
    kind: "list",
    counts: [4, 5],
    same: 1,
    differing: 1,
    onlyA: 1,
    onlyB: 2,
    largest: { index: 1, difference: { kind: "number", absolute: 1 } },
  });
  expect(await pair.items({ from: 0, count: 10, onlyDiffering: true })).toMatchObject({
    total: 4,
    items: [
      { index: 1, state: "differs" },
      { index: 2, state: "only-b" },
      { index: 3, state: "only-a" },
      { index: 4, state: "only-b" },
    ],
  });
  expect(await pair.items({ from: 1, count: 1, onlyDiffering: false })).toMatchObject({
    total: 5,
    items: [{ index: 1 }],
  });
});

test("lists that are kept whole are read beyond their records, however they are nested", async () => {
  const list = (changed: number): Flow => ({
    items: Array.from({ length: 400 }, (_, index) => ({
      items: [numbers(index === changed ? -1 : index).items[0]!, floats(100)],
    })),
  });
  const pair = await keepPair(list(-1), list(390));

  expect(pair.a).toMatchObject({ whole: { hash: expect.any(String) } });
  expect(await pair.value()).toMatchObject({ kind: "list", same: 399, differing: 1, largest: { index: 390 } });
  expect(await pair.value([390, 0])).toMatchObject({ kind: "number", a: 390, b: -1 });
  expect(await pair.items({ from: 0, count: 5, onlyDiffering: false }, [390])).toMatchObject({
    items: [
      { index: 0, state: "differs" },
      { index: 1, state: "same" },
    ],
  });
  await expect(pair.value([400])).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("a list that is whole on one side only has the same items as one of records", async () => {
  const many = (count: number): Flow => ({ items: Array.from({ length: count }, () => floats(10_000)) });
  const pair = await keepPair(many(100), many(101));

  expect(await pair.value()).toMatchObject({ kind: "list", same: 100, differing: 0, onlyB: 1 });
});

test("a list beside a single value is of another kind", async () => {
  const pair = await keepPair(numbers(1, 2), { kind: "number", value: 1 });

  expect(await pair.value()).toEqual({ kind: "other-kind", a: "list of 2", b: "number" });
});
