import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonValue } from "../../graph/json.ts";
import type { Dtype } from "../../graph/kinds.ts";
import type { RecordedValue } from "../../graph/recorded-values.ts";
import { emptyGraph } from "../../graph/schema.ts";
import type { Graph } from "../../graph/schema.ts";
import { workflowOutputs } from "../../graph/workflow-interface.ts";
import { definitions } from "../../nodes/definitions.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { openFolderStore } from "../artifacts/folder-store.ts";
import { encodeNpy } from "../values/encode-npy.ts";
import { model, node, valueInfo } from "../inference/onnx/onnx-writer-for-tests.ts";
import { readOnnx } from "../inference/read-onnx.ts";
import { unpackTensor } from "../values/tensor-bytes.ts";
import { runLocally } from "./run-locally.ts";

let folder: string;
let artifacts: ArtifactStore;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "patchbay-dtypes-"));
  artifacts = await openFolderStore(folder);
});
afterAll(() => rm(folder, { recursive: true }));

/** y = x of the dtype, between an input and an output of a workflow, run as a person's would be. */
async function pass(dtype: Dtype, data: JsonValue[], count: number): Promise<RecordedValue> {
  const bytes = model({
    nodes: [node("Identity", ["x"], ["y"])],
    inputs: [valueInfo("x", dtype, ["n"])],
    outputs: [valueInfo("y", dtype, ["n"])],
  });
  const { inputs, outputs } = readOnnx(bytes);
  await artifacts.put(bytes);
  const hash = createHash("sha256").update(bytes).digest("hex");
  const elements = Array.from({ length: count }, (_, at) => data[at % data.length]!);
  const position = { x: 0, y: 0 };
  const nodes = {
    in: {
      type: "workflow-input",
      params: { name: "x", kind: "tensor", sample: { dtype, shape: [count], data: elements } },
    },
    model: { type: "run-model", params: { model: { hash, name: dtype, inputs, outputs } } },
    out: { type: "workflow-output", params: { name: "y" } },
  };
  const graph = {
    ...emptyGraph,
    nodes: Object.fromEntries(Object.entries(nodes).map(([id, one]) => [id, { id, version: 1, position, ...one }])),
    edges: {
      a: { id: "a", from: { node: "in", port: "value" }, to: { node: "model", port: "x" } },
      b: { id: "b", from: { node: "model", port: "y" }, to: { node: "out", port: "value" } },
    },
  } as unknown as Graph;
  const { outcome, failure, state } = await runLocally({ graph, artifacts });
  if (outcome !== "succeeded") throw new Error(failure?.message);
  return workflowOutputs(graph, state, definitions)["y"] as RecordedValue;
}

const cases: [Dtype, JsonValue[], string[]][] = [
  ["float32", [1.5, -0.25], ["1.5", "-0.25"]],
  ["float64", [0.1, -1e300], ["0.1", "-1e+300"]],
  ["float16", [1.5, -65_504], ["1.5", "-65504"]],
  ["int8", [-128, 127], ["-128", "127"]],
  ["int16", [-32_768, 7], ["-32768", "7"]],
  ["int32", [-2_147_483_648, 7], ["-2147483648", "7"]],
  ["int64", ["9007199254740993", "-9223372036854775808"], ["9007199254740993", "-9223372036854775808"]],
  ["uint8", [0, 255], ["0", "255"]],
  ["uint16", [0, 65_535], ["0", "65535"]],
  ["uint32", [0, 4_294_967_295], ["0", "4294967295"]],
  ["uint64", ["18446744073709551615", "1"], ["18446744073709551615", "1"]],
  ["bool", [true, false], ["true", "false"]],
  ["string", ["", "héllo 🙂"], ["", "héllo 🙂"]],
];

test.each(cases)("%s survives input, model, record and preview", async (dtype, data, shown) => {
  const record = await pass(dtype, data, 2);

  expect(record.preview).toMatchObject({ kind: "tensor", dtype, shape: [2], firstValues: shown });
  expect(record).toMatchObject({ inline: { dtype, shape: [2] } });
});

test.each(cases)("%s survives as an artifact and as a .npy file", async (dtype, data, shown) => {
  const record = await pass(dtype, data, 20_000);

  if (!("artifact" in record)) throw new Error("The tensor is in the record.");
  const tensor = unpackTensor(await artifacts.read(record.artifact.hash));
  expect(tensor).toMatchObject({ dtype, shape: [20_000] });
  if (dtype !== "float16") {
    const texts = Array.from<unknown, string>(tensor.data.slice(19_998) as unknown[], String);
    // Kept as bytes, shown as words.
    expect(texts).toEqual(dtype === "bool" ? ["1", "0"] : shown);
  }
  if (dtype === "string") return;
  const npy = encodeNpy(tensor);
  expect(Buffer.from(npy).subarray(-tensor.data.length * (tensor.data as Float32Array).BYTES_PER_ELEMENT)).toEqual(
    Buffer.from(
      (tensor.data as Float32Array).buffer,
      (tensor.data as Float32Array).byteOffset,
      (tensor.data as Float32Array).byteLength,
    ),
  );
});
