import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonValue } from "#graph/json";
import type { Dtype } from "#graph/kinds";
import type { RecordedFlow } from "#graph/recorded-values";
import { INLINE_BYTES, isRecordedList } from "#graph/recorded-values";
import type { Flow, TensorValue, Value } from "#graph/values";
import { isFlowList } from "#graph/values";
import { recordedToJson } from "#nodes/recorded-to-json";
import { flowToJson } from "#nodes/value-to-json";
import { openMemoryArtifacts } from "./artifacts-for-tests.ts";
import { isStorable } from "./storable-text.ts";

let memory: Awaited<ReturnType<typeof openMemoryArtifacts>>;
beforeAll(async () => void (memory = await openMemoryArtifacts()));
afterAll(() => memory.close());

const size = fc.integer({ min: 1, max: 40 });
const number = fc.double();
const label = fc.string({ unit: "binary", maxLength: 12 });
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("\0", "\ud800", "a\udc00b", "NaN", "\\u0000"),
  fc.integer({ min: INLINE_BYTES - 20, max: INLINE_BYTES + 20 }).map((length) => "x".repeat(length)),
);

const arrays = {
  float32: fc.float32Array({ maxLength: 24 }),
  float64: fc.float64Array({ maxLength: 24 }),
  float16: fc.uint16Array({ maxLength: 24 }),
  int8: fc.int8Array({ maxLength: 24 }),
  int16: fc.int16Array({ maxLength: 24 }),
  int32: fc.int32Array({ maxLength: 24 }),
  int64: fc.bigInt64Array({ maxLength: 24 }),
  uint8: fc.uint8Array({ maxLength: 24 }),
  uint16: fc.uint16Array({ maxLength: 24 }),
  uint32: fc.uint32Array({ maxLength: 24 }),
  uint64: fc.bigUint64Array({ maxLength: 24 }),
  bool: fc.uint8Array({ max: 1, maxLength: 24 }),
  string: fc.array(anyText, { maxLength: 6 }),
} satisfies Record<Dtype, fc.Arbitrary<TensorValue["data"]>>;

/** Small ones stay inline; repeated often enough they become artifacts. */
const tensor = fc
  .record({ dtype: fc.constantFrom(...(Object.keys(arrays) as Dtype[])), repeats: fc.constantFrom(1, 1, 600) })
  .chain(({ dtype, repeats }) =>
    arrays[dtype].map((data): TensorValue => {
      const all = repeat(data, dtype === "string" ? Math.min(repeats, 20) : repeats);
      return { dtype, shape: [1, all.length], data: all };
    }),
  );

function repeat(data: TensorValue["data"], times: number): TensorValue["data"] {
  if (Array.isArray(data)) return Array.from({ length: times }, () => data).flat();
  const all = new (data.constructor as Float32ArrayConstructor)(data.length * times);
  for (let round = 0; round < times; round++) all.set(data as Float32Array, round * data.length);
  return all;
}

const image = fc
  .record({ width: size, height: size, channels: fc.constantFrom(1, 3, 4) })
  .chain(({ width, height, channels }) => {
    const length = width * height * channels;
    const pixels = fc.uint8Array({ minLength: length, maxLength: length });
    return pixels.map((bytes) => ({ width, height, channels, pixels: bytes }) as const);
  });
const mask = fc.record({ width: size, height: size, labels: fc.array(label, { maxLength: 5 }) }).chain((head) => {
  const length = head.width * head.height;
  return fc.uint8Array({ minLength: length, maxLength: length }).map((data) => ({ ...head, data }));
});
const detection = fc.record({
  x: number,
  y: number,
  width: number,
  height: number,
  label,
  classIndex: fc.nat(),
  score: number,
});
const point = fc.record({ x: number, y: number, label, score: number });
const file = fc.record({
  name: fc.constantFrom("a.txt", "Ünï.bin"),
  mediaType: fc.constant("text/csv"),
  bytes: fc.uint8Array(),
});
const signature = fc.constant([{ name: "x", dtype: "float32" as const, shape: [1, "n", null] }]);

const valueArbitrary: fc.Arbitrary<Value> = fc.oneof(
  number.map((value) => ({ kind: "number" as const, value })),
  anyText.map((value) => ({ kind: "text" as const, value })),
  fc.boolean().map((value) => ({ kind: "boolean" as const, value })),
  fc
    .jsonValue({ noUnicodeString: false })
    .map((value) => ({ kind: "json" as const, value: withoutMinusZero(value as JsonValue) })),
  tensor.map((value) => ({ kind: "tensor" as const, value })),
  fc
    .tuple(fc.float32Array({ maxLength: 12 }), fc.constantFrom(1, 1000))
    .map(([data, times]) => ({ kind: "embedding" as const, value: { vector: repeat(data, times) as Float32Array } })),
  image.map((value) => ({ kind: "image" as const, value })),
  mask.map((value) => ({ kind: "mask" as const, value })),
  fc
    .record({ sampleRate: fc.constantFrom(8_000, 44_100), channels: fc.constantFrom(1, 2), samples: fc.float32Array() })
    .map((value) => ({ kind: "audio" as const, value })),
  fc
    .record({ labels: fc.array(fc.record({ label, index: fc.nat(), probability: number }), { maxLength: 30 }) })
    .map((value) => ({ kind: "classification" as const, value })),
  fc
    .record({ width: size, height: size, items: fc.array(detection, { maxLength: 5 }) })
    .map((value) => ({ kind: "detections" as const, value })),
  fc
    .record({ width: size, height: size, points: fc.array(point, { maxLength: 5 }) })
    .map((value) => ({ kind: "keypoints" as const, value })),
  file.map((value) => ({ kind: "file" as const, value })),
  file.map((value) => ({ kind: "video" as const, value })),
  fc
    .record({ hash: fc.constant("ab".repeat(32)), name: label, inputs: signature, outputs: signature })
    .map((value) => ({ kind: "model" as const, value })),
);

function withoutMinusZero(json: JsonValue): JsonValue {
  return JSON.parse(JSON.stringify(json)) as JsonValue;
}

const flowArbitrary: fc.Arbitrary<Flow> = fc.letrec<{ flow: Flow; list: Flow }>((tie) => ({
  flow: fc.oneof({ depthSize: "small" }, valueArbitrary, tie("list")),
  list: fc
    .array(fc.option(tie("flow"), { nil: undefined, freq: 5 }), { maxLength: 8 })
    .map((items): Flow => ({ items })),
})).flow;

/** Pixels of pictures, whatever file they are in; everything else as it is. */
async function comparable(flow: Flow | undefined): Promise<unknown> {
  if (flow === undefined) return null;
  if (isFlowList(flow)) return Promise.all(flow.items.map(comparable));
  if (flow.kind !== "image") return flow;
  return { kind: "image", value: await memory.images.decode(flow.value) };
}

/** All texts of a record, as Postgres will get them. */
function textsOf(json: unknown): string[] {
  if (typeof json === "string") return [json];
  return typeof json === "object" && json !== null
    ? Object.entries(json).flatMap(([key, value]) => [key, ...textsOf(value)])
    : [];
}

test("what is restored from a record is what was recorded, of any kind and in any nest of lists", async () => {
  await fc.assert(
    fc.asyncProperty(flowArbitrary, async (flow) => {
      const record = await memory.newRecorder()(flow);
      const sent = JSON.parse(JSON.stringify(record)) as RecordedFlow;

      const restored = await memory.restore(sent);

      expect(await comparable(restored)).toEqual(await comparable(flow));
      expect(sent).toEqual(record);
    }),
    { numRuns: 400 },
  );
});

test("no record holds a text that Postgres refuses, and none is large", async () => {
  await fc.assert(
    fc.asyncProperty(flowArbitrary, async (flow) => {
      const record = await memory.newRecorder()(flow);

      expect(textsOf(record).filter((text) => !isStorable(text))).toEqual([]);
      expect(JSON.stringify(record).length).toBeLessThan(300_000);
    }),
    { numRuns: 200 },
  );
});

test("lists beyond the first 100 items are kept whole beside their records", async () => {
  const leaf = fc.oneof(
    number.map((value) => ({ kind: "number" as const, value })),
    image.map((value) => ({ kind: "image" as const, value })),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.option(leaf, { nil: undefined, freq: 9 }), { minLength: 101, maxLength: 130 }),
      async (items) => {
        const record = await memory.newRecorder()({ items });

        if (!isRecordedList(record)) throw new Error("a list gives the record of a list");
        expect([record.count, record.items.length]).toEqual([items.length, 100]);
        expect(await comparable(await memory.restore(record))).toEqual(await comparable({ items }));
      },
    ),
    { numRuns: 10 },
  );
});

test("the editor reads from a record what an expression would see of the value", async () => {
  await fc.assert(
    fc.asyncProperty(flowArbitrary, async (flow) => {
      const record = JSON.parse(JSON.stringify(await memory.newRecorder()(flow))) as RecordedFlow;

      const seen = await recordedToJson(record, async ({ hash }) => memory.artifacts.get(hash)!.bytes);

      expect(JSON.stringify(seen)).toBe(JSON.stringify(flowToJson(flow)));
    }),
    { numRuns: 300 },
  );
});
