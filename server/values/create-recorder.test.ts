import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonValue } from "#graph/json";
import type { RecordedFlow, RecordedValue } from "#graph/recorded-values";
import { INLINE_BYTES, isRecordedList } from "#graph/recorded-values";
import type { Flow, ImageValue, TableValue, Value } from "#graph/values";
import { labelHue, parseColour } from "#nodes/label-hues";
import { openMemoryArtifacts } from "./artifacts-for-tests.ts";

let memory: Awaited<ReturnType<typeof openMemoryArtifacts>>;
beforeAll(async () => void (memory = await openMemoryArtifacts()));
afterAll(() => memory.close());

async function record(value: Value): Promise<RecordedValue> {
  const recorded: RecordedFlow = await memory.newRecorder()(value);
  if (isRecordedList(recorded)) throw new Error("a value gives the record of a value");
  return recorded;
}
const artifactOf = (recorded: RecordedValue) => ("artifact" in recorded ? recorded.artifact : undefined);

function picture(width: number, height: number, channels: 1 | 3 | 4 = 3): ImageValue {
  const pixels = Uint8Array.from({ length: width * height * channels }, (_, index) => (index * 7) % 256);
  return { width, height, channels, pixels };
}

describe("small plain values", () => {
  test.each<Value>([
    { kind: "number", value: 4.5 },
    { kind: "number", value: NaN },
    { kind: "text", value: "hello" },
    { kind: "boolean", value: false },
    { kind: "json", value: { a: [1, null] } },
    { kind: "tensor", value: { dtype: "int64", shape: [2], data: BigInt64Array.of(2n ** 60n, -1n) } },
    { kind: "classification", value: { labels: [{ label: "cat", index: 3, probability: 0.9 }] } },
    { kind: "detections", value: { width: 10, height: 10, items: [] } },
  ])("are recorded at once, whole: $kind", (value) => {
    const recorded = memory.newRecorder()(value);

    expect(recorded).not.toBeInstanceOf(Promise);
    expect(recorded).toHaveProperty("inline");
  });

  test("so are lists of them", () => {
    const items = Array.from({ length: 100 }, (_, value) => ({ kind: "number" as const, value }));

    const recorded = memory.newRecorder()({ items: [...items.slice(1), undefined] });

    expect(recorded).toMatchObject({ count: 100, items: { length: 100, 99: null } });
    expect(recorded).not.toHaveProperty("whole");
  });

  test("that are one byte too large become artifacts", async () => {
    expect(await record({ kind: "text", value: "é".repeat(INLINE_BYTES / 2) })).toHaveProperty("inline");
    expect(artifactOf(await record({ kind: "text", value: "é".repeat(INLINE_BYTES / 2) + "x" }))).toMatchObject({
      mediaType: "text/plain",
      sizeBytes: INLINE_BYTES + 1,
    });
  });

  test("that hold themselves are refused with a reason", () => {
    const loop: { [key: string]: JsonValue } = {};
    loop.self = loop;

    expect(() => memory.newRecorder()({ kind: "json", value: loop })).toThrow("cannot be written as JSON");
  });
});

describe("lists", () => {
  test("of large inline values stop before they fill the event, and are kept whole", async () => {
    const items = Array.from({ length: 30 }, () => ({ kind: "text" as const, value: "x".repeat(10_000) }));

    const recorded = await memory.newRecorder()({ items });

    if (!isRecordedList(recorded)) throw new Error("a list gives the record of a list");
    expect(recorded.items.length).toBeLessThan(10);
    expect(recorded.count).toBe(30);
    expect(await memory.restore(recorded)).toEqual({ items });
  });

  test("that are cut in an inner list are kept whole at the outermost", async () => {
    const inner: Flow = { items: Array.from({ length: 150 }, (_, value) => ({ kind: "number" as const, value })) };

    const recorded = await memory.newRecorder()({ items: [inner, undefined] });

    expect(recorded).toMatchObject({ count: 2, items: [{ count: 150, items: { length: 100 } }, null] });
    expect(await memory.restore(recorded)).toEqual({ items: [inner, undefined] });
  });
});

describe("pictures", () => {
  test("get a thumbnail of at most 320 px on the longer side, proportions kept", async () => {
    const recorded = await record({ kind: "image", value: picture(1000, 500) });

    if (recorded.preview.kind !== "image") throw new Error("an image has the preview of an image");
    const { thumbnail, width, height } = recorded.preview;
    const shown = await memory.images.open(memory.artifacts.get(thumbnail.hash)!.bytes);
    expect([width, height]).toEqual([1000, 500]);
    expect([shown.width, shown.height]).toEqual([320, 160]);
    expect(thumbnail.mediaType).toBe("image/webp");
  });

  test("that are small are their own thumbnail", async () => {
    const recorded = await record({ kind: "image", value: picture(28, 28, 1) });

    expect(recorded.preview).toMatchObject({ thumbnail: artifactOf(recorded), channels: 1 });
  });

  test("that came as a file are kept as that file", async () => {
    const encoded = await memory.images.encode(picture(400, 400), "jpeg");

    const recorded = await record({ kind: "image", value: await memory.images.open(encoded) });

    expect(artifactOf(recorded)).toMatchObject({ mediaType: "image/jpeg", sizeBytes: encoded.length });
  });

  test("that pass several ports are stored once", async () => {
    const recorder = memory.newRecorder();
    const flow: Flow = { kind: "image", value: picture(400, 300) };

    expect(recorder(flow)).toBe(recorder({ ...flow }));
    await recorder(flow);
  });
});

describe("masks", () => {
  test("show each class in its hue over a transparent background, and its part of the pixels", async () => {
    const data = Uint8Array.of(0, 1, 2, 2);
    const value = { width: 2, height: 2, labels: ["background", "cat"], data };

    const recorded = await record({ kind: "mask", value });

    if (recorded.preview.kind !== "mask") throw new Error("a mask has the preview of a mask");
    const { bytes } = memory.artifacts.get(recorded.preview.thumbnail!.hash)!;
    const { pixels } = await memory.images.decode(await memory.images.open(bytes), 4);
    expect([...pixels.subarray(4, 8)]).toEqual([...parseColour(labelHue(1)), 255]);
    expect(pixels[3]).toBe(0);
    expect(recorded.preview.fractions).toEqual([
      { label: "background", fraction: 0.25 },
      { label: "cat", fraction: 0.25 },
      { label: "class 2", fraction: 0.5 },
    ]);
  });
});

describe("tensors", () => {
  test("say how their values are spread, leaving out what is not finite", async () => {
    const data = Float32Array.of(0, 1, 2, 3, NaN, Infinity, -Infinity, NaN);

    const { preview } = await record({ kind: "tensor", value: { dtype: "float32", shape: [2, 4], data } });

    expect(preview).toMatchObject({
      shape: [2, 4],
      firstValues: ["0", "1", "2", "3", "NaN", "Infinity", "-Infinity", "NaN"],
      statistics: { min: 0, max: 3, mean: 1.5, std: Math.sqrt(1.25), nanCount: 2, infCount: 2 },
    });
    if (preview.kind !== "tensor" || !preview.statistics) throw new Error("it has finite elements");
    const { histogram } = preview.statistics;
    expect(histogram).toHaveLength(32);
    expect([histogram[0], histogram[10], histogram[21], histogram[31]]).toEqual([1, 1, 1, 1]);
  });

  test.each([
    ["float16", Uint16Array.of(0x3c00, 0xc000, 0x7e00), { min: -2, max: 1, nanCount: 1 }],
    ["uint64", BigUint64Array.of(2n ** 64n - 1n, 0n), { min: 0, max: 2 ** 64 }],
    [
      "float64",
      Float64Array.of(-Number.MAX_VALUE, Number.MAX_VALUE),
      { min: -Number.MAX_VALUE, max: Number.MAX_VALUE },
    ],
    ["bool", Uint8Array.of(1, 1, 0, 0), { mean: 0.5 }],
  ] as const)("of %s are counted as the numbers that they mean", async (dtype, data, expected) => {
    const { preview } = await record({ kind: "tensor", value: { dtype, shape: [data.length], data } });

    expect(preview).toMatchObject({ statistics: expected });
    expect(JSON.parse(JSON.stringify(preview))).toEqual(preview);
  });

  test.each([Infinity, -Infinity, NaN])(
    "of %s alone have no statistics, which are of finite elements",
    async (element) => {
      const recorded = await record({
        kind: "tensor",
        value: { dtype: "float64", shape: [1], data: Float64Array.of(element) },
      });

      expect(recorded.preview).toMatchObject({ statistics: null, firstValues: [String(element)] });
    },
  );

  test("of floats show no digits that a float has not", async () => {
    const { preview } = await record({
      kind: "tensor",
      value: { dtype: "float32", shape: [1], data: Float32Array.of(0.1) },
    });

    expect(preview).toMatchObject({ firstValues: ["0.1"] });
  });

  test("without finite elements, and of texts, have no statistics", async () => {
    const empty = await record({ kind: "tensor", value: { dtype: "float32", shape: [0], data: new Float32Array(0) } });
    const texts = await record({ kind: "tensor", value: { dtype: "string", shape: [1], data: ["a\0"] } });

    expect(empty.preview).toMatchObject({ statistics: null });
    expect(texts.preview).toMatchObject({ statistics: null, firstValues: ["a␀"] });
  });
});

describe("tables", () => {
  test("are kept as Parquet and show their first rows", async () => {
    const columns = [
      { name: "id", type: "number" },
      { name: "word", type: "text" },
      { name: "isOdd", type: "boolean" },
    ] as const;
    const rows = Array.from({ length: 1_000 }, (_, id) => [id, id === 2 ? null : "w".repeat(id), id % 2 === 1]);

    const recorded = await record({ kind: "table", value: await memory.tables.fromRows(columns, rows) });
    const restored = (await memory.restore(recorded)) as { value: TableValue };

    if (recorded.preview.kind !== "table") throw new Error("a table has the preview of a table");
    expect(artifactOf(recorded)?.mediaType).toBe("application/vnd.apache.parquet");
    expect(recorded.preview.rowCount).toBe(1_000);
    expect(recorded.preview.rows).toHaveLength(20);
    expect(recorded.preview.rows[2]).toEqual([2, null, false]);
    expect(restored.value.columns).toEqual(recorded.preview.columns);
    expect(await allRows(restored.value)).toEqual(rows);
  });

  async function allRows(table: TableValue): Promise<JsonValue[][]> {
    const rows: JsonValue[][] = [];
    for await (const { rowCount, columns } of memory.tables.batches(table)) {
      for (let row = 0; row < rowCount; row++) rows.push(table.columns.map(({ name }) => columns[name]![row]!));
    }
    return rows;
  }
});

describe("audio", () => {
  test("is kept as a WAV that players know, with peaks for a waveform", async () => {
    const samples = Float32Array.from({ length: 1_000 }, (_, index) => (index < 500 ? 0.25 : -0.5));

    const recorded = await record({ kind: "audio", value: { sampleRate: 1_000, channels: 1, samples } });

    if (recorded.preview.kind !== "audio") throw new Error("audio has the preview of audio");
    const { peaks, durationS } = recorded.preview;
    const { bytes } = memory.artifacts.get(artifactOf(recorded)!.hash)!;
    expect(durationS).toBe(1);
    expect([peaks.length, peaks[0], peaks[199]]).toEqual([200, 0.25, 0.5]);
    expect(Buffer.from(bytes.subarray(0, 12)).toString("latin1")).toMatch(/^RIFF....WAVE$/s);
  });
});

test("the highest-scored 200 boxes are shown, all are kept", async () => {
  const items = Array.from({ length: 500 }, (_, index) => ({
    x: index,
    y: 0,
    width: 1,
    height: 1,
    label: "a",
    classIndex: 0,
    score: index / 500,
  }));

  const recorded = await record({ kind: "detections", value: { width: 500, height: 1, items } });

  expect(recorded.preview).toMatchObject({ count: 500, items: { length: 200, 0: { score: 499 / 500 } } });
  expect(await memory.restore(recorded)).toEqual({ kind: "detections", value: { width: 500, height: 1, items } });
});
