import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ImageValue, MaskValue, TensorValue, Value } from "#graph/values";
import { openMemoryArtifacts } from "../values/artifacts-for-tests.ts";
import { compareValues } from "./compare-values.ts";
import { countEdits } from "./compare-texts.ts";
import { indexOf } from "./compare-elements.ts";

let memory: Awaited<ReturnType<typeof openMemoryArtifacts>>;
beforeAll(async () => void (memory = await openMemoryArtifacts()));
afterAll(() => memory.close());

const compare = (a: Value, b: Value, more: { withMap?: boolean; key?: string } = {}) =>
  compareValues(a, b, { images: memory.images, tables: memory.tables, ...more });

test("values of two kinds are not compared, and both kinds are told", async () => {
  const difference = await compare({ kind: "number", value: 1 }, { kind: "text", value: "1" });

  expect(difference).toEqual({ kind: "other-kind", a: "number", b: "text" });
});

describe("numbers and booleans", () => {
  test.each([
    [2, 3, { absolute: 1, relative: 0.5 }],
    [-2, -1, { absolute: 1, relative: 0.5 }],
    [0, 3, { absolute: 3, relative: null }],
    [NaN, 3, { a: "NaN", absolute: null, relative: null }],
  ])("from %s to %s", async (a, b, expected) => {
    expect(await compare({ kind: "number", value: a }, { kind: "number", value: b })).toMatchObject(expected);
  });

  test("two NaN are the same", async () => {
    expect(await compare({ kind: "number", value: NaN }, { kind: "number", value: NaN })).toMatchObject({
      kind: "same",
    });
  });

  test("a boolean that turned", async () => {
    const difference = await compare({ kind: "boolean", value: true }, { kind: "boolean", value: false });

    expect(difference).toEqual({ kind: "boolean", a: true, b: false });
  });
});

describe("texts", () => {
  test("are as far apart as the fewest edits between them", async () => {
    const difference = await compare(
      { kind: "text", value: "the kitten sat" },
      { kind: "text", value: "the sitting sat" },
    );

    expect(difference).toMatchObject({ kind: "text", lengths: [14, 15], edits: 3, isBound: false, similarity: 0.8 });
  });

  test.each([
    ["", "abc", 3],
    ["abc", "abc", 0],
    ["aaa", "aa", 1],
    ["flaw", "lawn", 2],
  ])("%j to %j", (a, b, edits) => {
    expect(countEdits(a, b)).toEqual({ edits, isBound: false });
    expect(countEdits(b, a)).toEqual({ edits, isBound: false });
  });

  test("that are long and differ throughout are bounded, and say so", () => {
    expect(countEdits("a".repeat(20_000), "b".repeat(30_000))).toEqual({ edits: 30_000, isBound: true });
  });
});

describe("JSON", () => {
  test("is told by path, with what is missing on one side left out", async () => {
    const a: Value = { kind: "json", value: { list: [1, { name: "x" }], "odd key": 1, gone: true } };
    const b: Value = { kind: "json", value: { list: [1, { name: "y" }, 3], "odd key": 2 } };

    const difference = await compare(a, b);

    expect(difference).toEqual({
      kind: "json",
      changeCount: 4,
      changes: [
        { path: "list[1].name", a: "x", b: "y" },
        { path: "list[2]", b: 3 },
        { path: '["odd key"]', a: 1, b: 2 },
        { path: "gone", a: true },
      ],
    });
  });

  test("counts what it does not tell", async () => {
    const numbers = (from: number) => ({
      kind: "json" as const,
      value: Array.from({ length: 500 }, (_, at) => at + from),
    });

    expect(await compare(numbers(0), numbers(1))).toMatchObject({ changeCount: 500, changes: { length: 200 } });
  });

  test("nested deeper than the stack is compared all the same", async () => {
    const nested = (leaf: number) => {
      let value: Value & { kind: "json" } = { kind: "json", value: leaf };
      for (let depth = 0; depth < 50_000; depth++) value = { kind: "json", value: [value.value] };
      return value;
    };

    expect(await compare(nested(1), nested(2))).toMatchObject({ changeCount: 1 });
  });
});

describe("pictures", () => {
  const picture = (pixels: number[], more: Partial<ImageValue> = {}): Value => ({
    kind: "image",
    value: { width: 2, height: 2, channels: 1, pixels: Uint8Array.from(pixels), ...more } as ImageValue,
  });

  test("differ by pixels: how many, how much at most and on average, and where most", async () => {
    const difference = await compare(picture([0, 10, 20, 30]), picture([0, 10, 60, 32]));

    expect(difference).toMatchObject({
      kind: "image",
      pixels: { differing: 2, total: 4, max: 40, mean: 10.5, at: [0, 1] },
      map: null,
    });
  });

  test("have a map in which a single pixel of a large picture is still seen", async () => {
    const large = (lit: number): Value => {
      const pixels = new Uint8Array(1_500 * 900);
      pixels[700 * 1_500 + 1_200] = lit;
      return { kind: "image", value: { width: 1_500, height: 900, channels: 1, pixels } };
    };

    const difference = await compare(large(0), large(255), { withMap: true });

    if (difference.kind !== "image") throw new Error("pictures differ as pictures");
    const { width, height } = difference.map!;
    expect([width, height]).toEqual([640, 384]);
    const map = await memory.images.decode(await memory.images.open(Buffer.from(difference.map!.base64, "base64")), 1);
    expect(map.pixels.filter((dot) => dot > 0)).toEqual(Uint8Array.of(255));
    expect(map.pixels[Math.floor((700 * 640) / 1_500) * 640 + Math.floor((1_200 * 640) / 1_500)]).toBe(255);
  });

  test("of the same pixels in other files are the same", async () => {
    const encoded = async (format: "png" | "webp") => {
      const bytes = await memory.images.encode(
        { width: 2, height: 1, channels: 3, pixels: Uint8Array.of(0, 0, 0, 0, 0, 0) },
        format,
      );
      return { kind: "image" as const, value: await memory.images.open(bytes) };
    };

    expect(await compare(await encoded("png"), await encoded("webp"))).toEqual({ kind: "same", how: "values" });
  });

  test("of other sizes are not scaled to meet", async () => {
    const difference = await compare(picture([1, 2, 3, 4]), picture([1, 2], { height: 1 }));

    expect(difference).toMatchObject({ pixels: null, sizes: [{ height: 2 }, { height: 1 }] });
  });
});

test("masks are compared by label, however their classes are numbered", async () => {
  const mask = (labels: string[], data: number[]): Value & { kind: "mask" } => {
    const value: MaskValue = { width: 4, height: 1, labels, data: Uint8Array.from(data) };
    return { kind: "mask", value };
  };

  const same = await compare(mask(["none", "cat", "dog"], [0, 1, 2, 2]), mask(["none", "dog", "cat"], [0, 2, 1, 1]));
  const other = await compare(mask(["none", "cat"], [0, 1, 1, 1]), mask(["none", "cat"], [0, 0, 1, 1]));

  expect(same).toEqual({ kind: "same", how: "values" });
  expect(other).toMatchObject({
    differing: 1,
    classes: [
      { label: "none", a: 1, b: 2, iou: 0.5 },
      { label: "cat", a: 3, b: 2, iou: 2 / 3 },
    ],
  });
});

describe("tensors", () => {
  const tensor = (data: TensorValue["data"], dtype: TensorValue["dtype"], shape = [data.length]): Value => ({
    kind: "tensor",
    value: { dtype, shape, data },
  });

  test("differ by elements, with the place of the first and of the largest difference", async () => {
    const a = tensor(Float32Array.of(1, 2, 3, 4, NaN, 6), "float32", [2, 3]);
    const b = tensor(Float32Array.of(1, 2.5, 3, 8, NaN, Infinity), "float32", [2, 3]);

    const difference = await compare(a, b);

    expect(difference).toMatchObject({
      elements: {
        total: 6,
        differing: 3,
        notFinite: 1,
        max: { absolute: 4, index: [1, 0] },
        meanAbsolute: 4.5 / 4,
        maxRelative: 0.5,
        first: { index: [0, 1], a: "2", b: "2.5" },
      },
    });
  });

  test("of 64-bit integers differ exactly, also where doubles do not", async () => {
    const a = tensor(BigInt64Array.of(2n ** 60n), "int64");
    const b = tensor(BigInt64Array.of(2n ** 60n + 1n), "int64");

    expect(await compare(a, b)).toMatchObject({ elements: { differing: 1, max: { absolute: 1 } } });
  });

  test("of half floats are read as the numbers that they stand for", async () => {
    const a = tensor(Uint16Array.of(0x3c00), "float16");
    const b = tensor(Uint16Array.of(0x4000), "float16");

    expect(await compare(a, b)).toMatchObject({ elements: { max: { absolute: 1 }, first: { a: "1", b: "2" } } });
  });

  test("of other dtypes are compared by value, and differ even where the values do not", async () => {
    const difference = await compare(tensor(Float32Array.of(1), "float32"), tensor(Int32Array.of(1), "int32"));

    expect(difference).toMatchObject({ kind: "tensor", dtypes: ["float32", "int32"], elements: { differing: 0 } });
  });

  test("of other shapes are told by their shapes alone", async () => {
    const difference = await compare(
      tensor(Float32Array.of(1, 2), "float32", [1, 2]),
      tensor(Float32Array.of(1, 2), "float32", [2, 1]),
    );

    expect(difference).toMatchObject({
      shapes: [
        [1, 2],
        [2, 1],
      ],
      elements: null,
    });
  });

  test("of texts name the first that differs", async () => {
    expect(await compare(tensor(["a", "b"], "string"), tensor(["a", "c"], "string"))).toMatchObject({
      elements: { differing: 1, max: null, first: { index: [1], a: "b", b: "c" } },
    });
  });

  test("places follow the shape, the last dimension first", () => {
    expect(indexOf(0, [2, 3, 4])).toEqual([0, 0, 0]);
    expect(indexOf(23, [2, 3, 4])).toEqual([1, 2, 3]);
    expect(indexOf(0, [])).toEqual([]);
  });
});

describe("tables", () => {
  const table = async (columns: string[], rows: (string | number | null)[][]): Promise<Value> => {
    const typed = columns.map((name, at) => ({
      name,
      type: rows.some((row) => typeof row[at] === "string") ? ("text" as const) : ("number" as const),
    }));
    return { kind: "table", value: await memory.tables.fromRows(typed, rows) };
  };

  test("are compared row by row, by place", async () => {
    const difference = await compare(
      await table(
        ["id", "price", "old"],
        [
          ["a", 1, 1],
          ["b", 2, 1],
          ["c", null, 1],
        ],
      ),
      await table(
        ["price", "id", "new"],
        [
          [1, "a", 1],
          [5, "b", 1],
          [null, "c", 1],
          [9, "d", 1],
        ],
      ),
    );

    expect(difference).toMatchObject({
      kind: "table",
      key: null,
      columns: ["id", "price"],
      columnsOnlyA: ["old"],
      columnsOnlyB: ["new"],
      rowCounts: [3, 4],
      changedRows: 1,
      changedCells: 1,
      onlyA: 0,
      onlyB: 1,
      rows: [
        { row: "2", state: "changed", a: ["b", "2"], b: ["b", "5"], changed: [1] },
        { row: "4", state: "only-b", a: null, b: ["d", "9"] },
      ],
    });
  });

  test("are compared by the cells of a column, so that a row in between shifts nothing", async () => {
    const before = await table(
      ["id", "n"],
      [
        ["a", 1],
        ["b", 2],
        ["c", 3],
      ],
    );
    const after = await table(
      ["id", "n"],
      [
        ["x", 0],
        ["a", 1],
        ["c", 4],
      ],
    );

    expect(await compare(before, after, { key: "id" })).toMatchObject({
      key: "id",
      changedRows: 1,
      onlyA: 1,
      onlyB: 1,
      rows: [
        { row: "x", state: "only-b" },
        { row: "c", changed: [1] },
        { row: "b", state: "only-a" },
      ],
    });
  });

  test("of the same cells are the same, and a key that is not there is named", async () => {
    const one = await table(["id"], [["a"]]);

    expect(await compare(one, await table(["id"], [["a"]]))).toEqual({ kind: "same", how: "values" });
    expect(await compare(one, one, { key: "nr" })).toMatchObject({
      kind: "unread",
      reason: expect.stringContaining('"nr"'),
    });
  });
});

test("files differ by name, size and the first byte that is not the same", async () => {
  const file = (name: string, ...bytes: number[]): Value => ({
    kind: "file",
    value: { name, mediaType: "text/plain", bytes: Uint8Array.from(bytes) },
  });

  expect(await compare(file("a.txt", 1, 2), file("b.txt", 1))).toEqual({
    kind: "file",
    facts: [
      { fact: "Name", a: "a.txt", b: "b.txt" },
      { fact: "Size", a: "2 bytes", b: "1 bytes" },
      { fact: "Content", a: "0x02 at byte 1", b: "ends after 1 bytes" },
    ],
  });
});

test("sound is compared sample by sample, and by what it is", async () => {
  const sound = (sampleRate: number, ...samples: number[]): Value => ({
    kind: "audio",
    value: { sampleRate, channels: 1, samples: Float32Array.from(samples) },
  });

  expect(await compare(sound(8_000, 0, 0.5), sound(16_000, 0, 0.25))).toMatchObject({
    kind: "audio",
    facts: [{ fact: "Sample rate", a: "8000 Hz", b: "16000 Hz" }],
    samples: { differing: 1, max: { absolute: 0.25, index: [1] } },
  });
});
