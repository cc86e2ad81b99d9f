import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { JsonValue } from "#graph/json";
import type { NodeContext } from "#graph/node-runner";
import type { TableValue } from "#graph/values";
import { openTableEngine } from "#server/tables/open-table-engine";
import { createTestFiles, hashOf, runNode } from "../run-node-for-tests.ts";
import { workflowInput } from "./definition.ts";
import { runWorkflowInput } from "./run.ts";

const tables = await openTableEngine();
afterAll(() => tables.close());

const run = async (params: Record<string, unknown>, context: Partial<NodeContext> = {}) =>
  (await runNode(workflowInput, runWorkflowInput, { inputs: {}, params, context })).value;
const fileOf = (name: string, bytes: Uint8Array, mediaType = "application/octet-stream") => ({
  hash: hashOf(bytes),
  name,
  mediaType,
  sizeBytes: bytes.length,
});

test("gives what the run was given, else the sample", async () => {
  const params = { name: "count", kind: "number", sample: 1 };

  expect(await run(params)).toBe(1);
  expect(await run(params, { runInput: (name) => (name === "count" ? 5 : undefined) })).toBe(5);
});

test.each<[string, JsonValue]>([
  ["number", 0],
  ["text", ""],
  ["boolean", false],
  ["json", { a: [1, null] }],
  ["json", null],
  ["classification", { labels: [{ label: "cat", index: 0, probability: 1 }] }],
  ["detections", { width: 2, height: 2, items: [] }],
  ["keypoints", { width: 2, height: 2, points: [] }],
])("a %s may be %j", async (kind, sample) => {
  expect(await run({ kind, sample })).toEqual(sample);
});

test("tensors become typed arrays, with exact 64-bit integers", async () => {
  const long = { dtype: "int64", shape: [2], data: ["9007199254740993", "-1"] };
  const half = { dtype: "float16", shape: [1, 1], data: [1] };

  expect(await run({ kind: "tensor", sample: long })).toEqual({
    ...long,
    data: new BigInt64Array([9007199254740993n, -1n]),
  });
  expect(await run({ kind: "tensor", sample: half })).toEqual({ ...half, data: new Uint16Array([0x3c00]) });
});

test("embeddings and masks become arrays of their own types", async () => {
  const mask = { width: 2, height: 1, labels: ["background", "cat"], data: [0, 1] };

  expect(await run({ kind: "embedding", sample: [0.5, 1] })).toEqual({ vector: new Float32Array([0.5, 1]) });
  expect(await run({ kind: "mask", sample: mask })).toEqual({ ...mask, data: new Uint8Array([0, 1]) });
});

test("an image file is opened, a table file is read, another file comes as it is", async () => {
  const png = readFileSync(join(import.meta.dirname, "../../templates/models/digits/samples/digit-3.png"));
  const csv = Buffer.from("a,b\n1,x\n");
  const files = createTestFiles([png, csv]);

  expect(await run({ kind: "image", sample: fileOf("3.png", png) }, { files })).toMatchObject({
    mediaType: "image/png",
  });
  const table = (await run({ kind: "table", sample: fileOf("t.csv", csv) }, { files, tables })) as TableValue;
  expect(table.columns.map(({ name }) => name)).toEqual(["a", "b"]);
  expect(await run({ kind: "file", sample: fileOf("t.csv", csv, "text/csv") }, { files })).toEqual({
    name: "t.csv",
    mediaType: "text/csv",
    bytes: csv,
  });
});

test("audio is read from WAV files of different sample forms", async () => {
  const forms: [number, number, (samples: number[]) => Buffer][] = [
    [1, 8, (samples) => Buffer.from(samples.map((s) => s * 128 + 128))],
    [1, 16, (samples) => Buffer.from(Int16Array.from(samples, (s) => s * 2 ** 15).buffer)],
    [
      1,
      24,
      (samples) => Buffer.concat(samples.map((s) => Buffer.from(Int32Array.of(s * 2 ** 23).buffer).subarray(0, 3))),
    ],
    [3, 32, (samples) => Buffer.from(Float32Array.from(samples).buffer)],
  ];
  for (const [code, bits, encode] of forms) {
    const wav = wavOf({ code, bits, data: encode([0, 0.5, -0.5, -1]) });

    const audio = await run({ kind: "audio", sample: fileOf("a.wav", wav) }, { files: createTestFiles([wav]) });

    expect(audio).toEqual({ sampleRate: 8_000, channels: 2, samples: new Float32Array([0, 0.5, -0.5, -1]) });
  }
});

test.each([
  [65_535, 8_000],
  [2, 4_294_967_295],
])("a WAV of %i channels at %i Hz is refused by what its header says", async (channels, sampleRate) => {
  const wav = wavOf({ code: 1, bits: 16, data: Buffer.alloc(8) });
  wav.writeUInt16LE(channels, 22);
  wav.writeUInt32LE(sampleRate, 24);

  const audio = run({ kind: "audio", sample: fileOf("a.wav", wav) }, { files: createTestFiles([wav]) });

  await expect(audio).rejects.toMatchObject({
    kind: "unsupported-format",
    message: expect.stringContaining(`has ${channels} channels at ${sampleRate} Hz, where 256 channels`),
  });
});

test("a list gives each of its values, also none", async () => {
  expect(await run({ kind: "number", list: true, sample: [1, 2] })).toEqual([1, 2]);
  expect(await run({ kind: "number", list: true, sample: [] })).toEqual([]);
});

describe("says which input has no fitting value", () => {
  const missing = 'The input "n" was given no value. Give one when starting the run, or set a sample in the node.';
  test.each<[Record<string, unknown>, string, string]>([
    [{ kind: "number" }, "missing-input", missing],
    [{ kind: "image", list: true }, "missing-input", missing],
    [{ kind: "number", sample: "5" }, "bad-input", 'The input "n" takes a number, got "5".'],
    [{ kind: "text", sample: 5 }, "bad-input", 'The input "n" takes a text, got 5.'],
    [{ kind: "image", sample: "cat.png" }, "bad-input", 'The input "n" takes an image file, got "cat.png".'],
    [{ kind: "number", list: true, sample: 1 }, "bad-input", 'The input "n" takes a list, each item a number, got 1.'],
    [
      { kind: "number", list: true, sample: [1, null] },
      "bad-input",
      'The input "n" takes a list, each item a number, but item 2 is null.',
    ],
    [
      { kind: "tensor", sample: { dtype: "float32", shape: [2, 2], data: [1] } },
      "bad-input",
      'The input "n" has a tensor of shape [2, 2], which needs 4 elements; it has 1.',
    ],
    [
      { kind: "tensor", sample: { dtype: "int8", shape: [2], data: [1, 300] } },
      "bad-input",
      'The input "n" has a tensor with elements that are no int8.',
    ],
    [
      { kind: "tensor", sample: { dtype: "uint64", shape: [1], data: ["-1"] } },
      "bad-input",
      'The input "n" has a tensor with elements that are no uint64.',
    ],
    [
      { kind: "tensor", sample: { dtype: "int64", shape: [1], data: [0.5] } },
      "bad-input",
      'The input "n" has a tensor with elements that are no int64.',
    ],
    [
      { kind: "image", sample: { hash: "0".repeat(64), name: "gone.png", mediaType: "image/png", sizeBytes: 1 } },
      "missing-file",
      'The input "n" cannot be used: The file "gone.png" is not stored.',
    ],
  ])("%j", async (params, kind, message) => {
    await expect(run({ name: "n", ...params })).rejects.toMatchObject({ kind, message });
  });

  test.each([
    ["audio", "notes.txt", "hello", '"notes.txt" is no WAV file. Save it as WAV with PCM samples.'],
    [
      "table",
      "sheet.xlsx",
      "PK\u0003\u0004",
      '"sheet.xlsx" is a spreadsheet or an archive. Save the table as CSV or Parquet.',
    ],
    ["table", "t.csv", "a,b\n1\n", 'Line 2 of "t.csv" has 1 value where line 1 has 2 columns.'],
  ])("%s from %s", async (kind, name, content, message) => {
    const bytes = Buffer.from(content);
    const context = { files: createTestFiles([bytes]), tables };

    await expect(run({ name: "n", kind, sample: fileOf(name, bytes) }, context)).rejects.toMatchObject({
      message: `The input "n" cannot be used: ${message}`,
    });
  });
});

test("its port has the kind that was chosen, and is a list where it takes one", () => {
  const params = workflowInput.params.parse({ kind: "image", list: true });

  expect(workflowInput.portsFor?.(params)).toEqual({
    inputs: {},
    outputs: { value: { label: "Value", type: { kind: "image" }, list: 1 } },
  });
});

test("a sample that does not fit is told while editing", () => {
  const params = workflowInput.params.parse({ kind: "number", sample: "x" });

  expect(workflowInput.checkParams?.(params)).toEqual([
    { param: "sample", message: 'The sample does not fit: the input takes a number, got "x".' },
  ]);
});

function wavOf({ code, bits, data }: { code: number; bits: number; data: Buffer }): Buffer {
  const header = Buffer.alloc(44);
  header.write("RIFF", 0, "latin1");
  header.writeUInt32LE(36 + data.length, 4);
  header.write("WAVEfmt ", 8, "latin1");
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(code, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt32LE(8_000, 24);
  header.writeUInt16LE(bits, 34);
  header.write("data", 36, "latin1");
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}
