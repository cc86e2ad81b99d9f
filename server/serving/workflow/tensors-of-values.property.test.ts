import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import type { Flow, PixelImage, TensorValue, Value, ValueOf } from "#graph/values";
import { findUnsafeJson } from "../../http/find-unsafe-json.ts";
import { createImageCodec } from "../../images/create-image-codec.ts";
import { openTableEngine } from "../../tables/open-table-engine.ts";
import { checkWireTensor } from "../wire-tensor.ts";
import { readInputs } from "./read-inputs.ts";
import { tensorsOf } from "./served-port.ts";
import type { ServedPort } from "./served-port.ts";
import { writeOutput } from "./write-outputs.ts";

const images = createImageCodec();
const tables = await openTableEngine();
afterAll(() => tables.close());
const codecs = { images, tables };

/** What an input gets when it is sent what an output of the same kind gave. */
async function sendBack(port: Omit<ServedPort, "name" | "isOptional">, flow: Flow): Promise<unknown> {
  const full: ServedPort = { name: "it", isOptional: false, ...port };
  const wanted = tensorsOf(full).map(({ name }) => name);
  const tensors = await writeOutput(full, flow, { wanted, codecs });
  for (const tensor of tensors) checkWireTensor(tensor, { isOpaque: tensorsOf(full)[0]!.isOpaque ?? false });
  return (await readInputs([full], tensors, codecs)).get("it");
}

const fraction = fc.double({ min: 0, max: 1, noNaN: true, noDefaultInfinity: true });
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const text = fc.string({ unit: "grapheme" });
const index = fc.nat(1_000);
const size = fc.integer({ min: 1, max: 9 });
const audio = fc
  .record({ sampleRate: fc.constantFrom(8_000, 44_100), channels: fc.constantFrom(1, 2), frames: fc.nat(20) })
  .map(({ frames, ...form }) => ({
    ...form,
    samples: Float32Array.from({ length: frames * form.channels }, Math.sin),
  }));
const mask = fc.record({ width: size, height: size, labels: fc.array(text) }).map((form) => ({
  ...form,
  data: Uint8Array.from({ length: form.width * form.height }, (_, pixel) => pixel % 3),
}));

const values = {
  number: finite,
  boolean: fc.boolean(),
  text,
  // JSON has no -0, and the keys that endanger objects are refused.
  json: fc
    .jsonValue({ noUnicodeString: false })
    .map((json) => JSON.parse(JSON.stringify(json)) as ValueOf["json"])
    .filter((json) => findUnsafeJson(json) === null),
  audio,
  embedding: fc
    .array(fc.float({ noNaN: true }), { minLength: 1, maxLength: 8 })
    .map((numbers) => ({ vector: Float32Array.from(numbers) })),
  classification: fc.record({ labels: fc.array(fc.record({ label: text, index, probability: fraction })) }),
  detections: fc.record({
    width: size,
    height: size,
    items: fc.array(
      fc.record({
        x: finite,
        y: finite,
        width: finite,
        height: finite,
        label: text,
        classIndex: index,
        score: fraction,
      }),
    ),
  }),
  keypoints: fc.record({
    width: size,
    height: size,
    points: fc.array(fc.record({ x: finite, y: finite, label: text, score: fraction })),
  }),
  mask,
} as const;
type RoundKind = keyof typeof values;

const plus = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown; // JSON has no -0

test.each(Object.keys(values) as RoundKind[])("a %s comes back as it went out", async (kind) => {
  await fc.assert(
    fc.asyncProperty(values[kind] as fc.Arbitrary<never>, async (value) => {
      const back = await sendBack({ kind, isList: false }, { kind, value } as Value);

      expect(kind === "number" ? back : plus(back)).toEqual(kind === "number" ? value : plus(value));
    }),
    { numRuns: 50 },
  );
});

test.each(["number", "boolean", "text", "json", "audio", "classification"] as const)(
  "a list of %s comes back in its order, without its gaps",
  async (kind) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(values[kind] as fc.Arbitrary<never>, { nil: undefined })), async (list) => {
        const items = list.map((value) => (value === undefined ? undefined : ({ kind, value } as Value)));

        expect(plus(await sendBack({ kind, isList: true }, { items }))).toEqual(
          plus(list.filter((value) => value !== undefined)),
        );
      }),
      { numRuns: 30 },
    );
  },
);

test("pixels come back through a file", async () => {
  const channels = fc.constantFrom(1, 3, 4);
  await fc.assert(
    fc.asyncProperty(size, size, channels, async (width, height, depth) => {
      const pixels = Uint8Array.from({ length: width * height * depth }, (_, at) => (at * 37) % 256);
      // What is wholly transparent has no colour that a file must keep.
      if (depth === 4) for (let at = 3; at < pixels.length; at += 4) pixels[at] = 255;
      const value: PixelImage = { width, height, channels: depth, pixels };
      const back = (await sendBack({ kind: "image", isList: false }, { kind: "image", value })) as PixelImage;

      expect(await images.decode(back, depth)).toEqual(value);
    }),
    { numRuns: 20 },
  );
});

test("tensors of any element keep their bits, and alike ones stack", async () => {
  const data = fc.oneof(
    fc.float32Array({ minLength: 6, maxLength: 6 }).map((all) => ({ dtype: "float32" as const, data: all })),
    fc.bigInt64Array({ minLength: 6, maxLength: 6 }).map((all) => ({ dtype: "int64" as const, data: all })),
    fc.uint16Array({ minLength: 6, maxLength: 6 }).map((all) => ({ dtype: "float16" as const, data: all })),
    fc.array(text, { minLength: 6, maxLength: 6 }).map((all) => ({ dtype: "string" as const, data: all })),
  );
  await fc.assert(
    fc.asyncProperty(data, async (given) => {
      const value: TensorValue = { shape: [2, 3], ...given };
      const tensor = { dtype: given.dtype, shape: [2, 3] };
      const item: Value = { kind: "tensor", value };

      expect(await sendBack({ kind: "tensor", isList: false, tensor }, item)).toEqual(value);
      expect(await sendBack({ kind: "tensor", isList: true, tensor }, { items: [item, item] })).toEqual([value, value]);
    }),
  );
});

test("a table comes back as a file and as its columns", async () => {
  const value = await tables.fromRows(
    [
      { name: "name", type: "text" },
      { name: "size", type: "number" },
      { name: "is ripe", type: "boolean" },
    ],
    [
      ["apple", 1.5, true],
      ["pear", null, false],
    ],
  );
  const port: ServedPort = { name: "fruit", kind: "table", isList: false, isOptional: false };
  const wanted = ["fruit.name", "fruit.size", "fruit.is ripe"];
  const columns = await writeOutput(port, { kind: "table", value }, { wanted, codecs });
  const ofColumns = (await readInputs([port], columns, codecs)).get("fruit") as typeof value;
  const ofFile = (await sendBack({ kind: "table", isList: false }, { kind: "table", value })) as typeof value;

  expect(columns.map(({ name, dtype, shape }) => ({ name, dtype, shape }))).toEqual([
    { name: "fruit.name", dtype: "string", shape: [2] },
    { name: "fruit.size", dtype: "float64", shape: [2] },
    { name: "fruit.is ripe", dtype: "bool", shape: [2] },
  ]);
  for (const table of [ofColumns, ofFile]) {
    expect(JSON.parse(Buffer.from(await tables.encode(table, "json")).toString())).toEqual([
      { name: "apple", size: 1.5, "is ripe": true },
      { name: "pear", size: null, "is ripe": false },
    ]);
  }
});
