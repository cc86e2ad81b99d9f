import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import type { JsonValue } from "../../../graph/json.ts";
import type { Dtype, Kind } from "../../../graph/kinds.ts";
import { graphOf, passing } from "../../deployments/graphs-for-tests.ts";
import { model, node, valueInfo } from "../../inference/onnx/onnx-writer-for-tests.ts";
import { readOnnx } from "../../inference/read-onnx.ts";
import { openHoldingServer } from "../../http-client/http-server-for-tests.ts";
import { openClients } from "../grpc/grpc-client-for-tests.ts";
import { demoModels, expectError, post, postBinary } from "../model-server-for-tests.ts";
import type { Infer, Tensor } from "../model-server-for-tests.ts";
import { bytesOfTexts, readTexts, writeContents } from "../wire-tensor.ts";
import { askingAt, openPortsForTests } from "./ports-for-tests.ts";

type Ports = Awaited<ReturnType<typeof openPortsForTests>>;
let ports: Ports;
let clients: ReturnType<typeof openClients>;
let key: string;
beforeAll(async () => {
  ports = await openPortsForTests();
  clients = openClients(ports.grpc);
  ({ key } = await ports.createKey());
  await ports.publishWorkflow("echo", passing);
  await ports.untilServed("echo", 1, key);
});
afterAll(() => ports.close());

const bearer = () => ({ authorization: `Bearer ${key}` });
const address = (name: string) => `${ports.http}/v2/models/${name}/infer`;
const infer = (name: string, body: Infer) => post(address(name), body, bearer());
const word = (text: string): Tensor => ({ name: "word", shape: [1], datatype: "BYTES", data: [text] });
type Output = { name: string; shape: number[]; datatype: string; data: unknown[] };
const outputsOf = ({ json }: { json: Record<string, unknown> }) =>
  Object.fromEntries(((json.outputs ?? []) as Output[]).map((output) => [output.name, output]));

type Row = { id: string; number: number; workflowTitle: string; status: string; startedBy: { name: string } };
async function newestRun(): Promise<Row> {
  const { data } = await ports.web.call(ports.web.ours.people.viewer, "runs.list", { limit: 1 });
  return (data as { items: Row[] }).items[0]!;
}

/** What comes in goes out. */
const through = (kind: Kind, { list = false } = {}) =>
  graphOf(
    { in: ["workflow-input", { name: "it", kind, list }], out: ["workflow-output", { name: "it" }] },
    "in.value out.value",
  );
/** The tensor "it" through a real model that gives it back. */
async function throughModel(dtype: Dtype, dims: string[]) {
  const bytes = model({
    nodes: [node("Identity", ["x"], ["y"])],
    inputs: [valueInfo("x", dtype, dims)],
    outputs: [valueInfo("y", dtype, dims)],
  });
  const { hash } = await ports.uploadModel(dtype, bytes);
  const { inputs, outputs } = readOnnx(bytes);
  const ref = { hash, name: dtype, inputs, outputs } as unknown as JsonValue;
  return graphOf(
    {
      in: ["workflow-input", { name: "it", kind: "tensor" }],
      model: ["run-model", { model: ref }],
      out: ["workflow-output", { name: "it" }],
    },
    "in.value model.x",
    "model.y out.value",
  );
}
/** Sends raw bytes through a workflow and gives what comes back, raw as well. */
async function sendThrough(name: string, tensor: Tensor, bytes: Uint8Array) {
  const input = { ...tensor, name: "it", parameters: { binary_data_size: bytes.length } };
  const head = { inputs: [input], parameters: { binary_data_output: true } };
  const answer = await postBinary(address(name), head, [bytes], bearer());
  return { ...answer, output: outputsOf(answer).it };
}

test("a request is a run in the history under the key's name, and counts among the deployment's requests", async () => {
  const { status, json } = await infer("echo", { id: "mine", inputs: [word("moin")] });

  expect({ status, json }).toMatchObject({
    status: 200,
    json: { id: "mine", model_name: "echo", model_version: "1", outputs: [{ name: "result", data: ["moin"] }] },
  });
  const run = await newestRun();
  expect(run).toMatchObject({ workflowTitle: "echo", status: "succeeded", startedBy: { name: "API: Robot" } });
  const { data } = await ports.web.call(ports.web.ours.people.viewer, "runs.get", { runId: run.id });
  expect(data).toMatchObject({ inputs: { word: "moin" }, deploymentId: expect.any(String) });
  const { data: deployments } = await ports.web.call(ports.web.ours.people.viewer, "deployments.list");
  expect(deployments).toContainEqual(
    expect.objectContaining({ name: "echo", type: "workflow", traffic: expect.objectContaining({ requests: 1 }) }),
  );
  const [{ inference_stats: counted }] = (await ports.ask("echo/stats", key)).json.model_stats as [
    { inference_stats: Record<string, { ns: number }> },
  ];
  // Clients of the protocol read them as integers of 64 bits.
  expect(Object.values(counted).filter(({ ns }) => !Number.isInteger(ns))).toEqual([]);
});

test("the same over gRPC, typed and raw", async () => {
  const input = { name: "word", datatype: "BYTES", shape: [1] };
  const typed = { model_name: "echo", inputs: [{ ...input, contents: { bytes_contents: [Buffer.from("typed")] } }] };
  const raw = { model_name: "echo", inputs: [input], raw_input_contents: [writeContents([Buffer.from("raw")])] };

  const [first, second] = [
    await clients.ask("ModelInfer", typed, { headers: bearer() }),
    await clients.ask("ModelInfer", raw, { headers: bearer() }),
  ];

  expect(first).toMatchObject({ code: 0, response: { model_name: "echo", model_version: "1" } });
  const [output] = first.response.outputs as { contents: { bytes_contents: Uint8Array[] } }[];
  expect(Buffer.from(output!.contents.bytes_contents[0]!).toString()).toBe("typed");
  expect(readTexts((second.response.raw_output_contents as Uint8Array[])[0]!)).toEqual(["raw"]);
});

test("an input that is left out is taken from its sample", async () => {
  expect(outputsOf(await infer("echo", { inputs: [] })).result!.data).toEqual(["hello"]);
});

test("the template of digits reads pictures, as files and as pixels", async () => {
  await ports.publishTemplate("read-handwritten-digits");
  await ports.untilServed("read-handwritten-digits", 1, key);
  const picture = (digit: number) => readFileSync(join(demoModels, "digits/samples", `digit-${digit}.png`));
  const pictures = { name: "pictures", shape: [2], datatype: "BYTES" };

  const files = await infer("read-handwritten-digits", {
    inputs: [{ ...pictures, data: [picture(3).toString("base64"), picture(7).toString("base64")] }],
  });
  expect(outputsOf(files).reading!.data).toEqual([expect.stringMatching(/3.*7/s)]);

  const dark = { ...pictures, shape: [1, 8, 8, 1], datatype: "UINT8", data: Array.from({ length: 64 }, () => 0) };
  const pixels = await infer("read-handwritten-digits", { inputs: [dark] });
  expect({ status: pixels.status, error: pixels.json.error }).toEqual({ status: 200, error: undefined });
  expect(outputsOf(pixels).digits!.shape).toEqual([1]);
});

test("the template of wines scores a table, whole and by its columns", async () => {
  await ports.publishTemplate("score-wines");
  await ports.untilServed("score-wines", 1, key);
  const csv = readFileSync(join(demoModels, "wine/samples/wine.csv"), "utf8");
  // Without the last column, which is no measurement.
  const records = csv.trim().split(/\r?\n/).slice(0, 4);
  const [header, ...lines] = records.map((record) => record.slice(0, record.lastIndexOf(",")));
  const table = { name: "wines", shape: [1], datatype: "BYTES", data: [[header, ...lines].join("\n")] };

  const whole = outputsOf(await infer("score-wines", { inputs: [table], outputs: [{ name: "scored" }] }));
  const rows = JSON.parse(Buffer.from(whole.scored!.data[0] as string, "utf8").toString()) as Record<string, unknown>[];
  expect(rows).toHaveLength(3);

  const columns = header!.split(",").map((name, index) => ({
    name: `wines.${name}`,
    shape: [3],
    datatype: "FP64",
    data: lines.map((line) => Number(line.split(",")[index])),
  }));
  const last = Object.keys(rows[0]!).at(-1)!;
  const asked = { inputs: columns, outputs: [{ name: `scored.${last}` }] };
  const columnar = await infer("score-wines", asked);
  expect(columnar.json.error).toBeUndefined();
  const byColumn = outputsOf(columnar);
  expect(byColumn[`scored.${last}`]).toMatchObject({ shape: [3], data: rows.map((row) => row[last]) });
});

const noise = (length: number) => Float32Array.from({ length }, (_, index) => Math.sin(index) * 1_000);
const one = { name: "it", shape: [1] };
const tensors: [string, Kind, Tensor, ArrayBufferView][] = [
  ["a number", "number", { ...one, datatype: "FP64" }, Float64Array.of(-2.5)],
  ["a boolean", "boolean", { ...one, datatype: "BOOL" }, Uint8Array.of(1)],
  ["an embedding", "embedding", { ...one, shape: [3], datatype: "FP32" }, Float32Array.of(0.5, -1, 2)],
  ["a JSON value", "json", { ...one, datatype: "BYTES" }, writeContents([Buffer.from('{"a":[1,"b"]}')])],
  ["a file", "file", { ...one, datatype: "BYTES" }, writeContents([Buffer.from([0, 1, 2, 255, 254])])],
  ["a small tensor", "tensor", { ...one, shape: [2, 2], datatype: "FP32" }, Float32Array.of(1, 2.5, -3, 1e30)],
  ["odd numbers", "tensor", { ...one, shape: [1, 3], datatype: "FP32" }, Float32Array.of(-0, NaN, Infinity)],
  ["a large tensor", "tensor", { ...one, shape: [500, 300], datatype: "FP32" }, noise(150_000)],
  ["a long number", "tensor", { ...one, shape: [1, 2], datatype: "INT64" }, BigInt64Array.of(2n ** 62n + 1n, -3n)],
];
test.each(tensors)("%s comes back bit by bit", async (what, kind, tensor, content) => {
  const name = what.replaceAll(" ", "-");
  const dtype = tensor.datatype === "INT64" ? "int64" : "float32";
  await ports.publishWorkflow(name, kind === "tensor" ? await throughModel(dtype, ["a", "b"]) : through(kind));
  await ports.untilServed(name, 1, key);
  const bytes = new Uint8Array(content.buffer, content.byteOffset, content.byteLength);

  const { status, output, bytes: answer, json } = await sendThrough(name, tensor, bytes);

  expect({ status, error: json.error }).toEqual({ status: 200, error: undefined });
  expect(output).toMatchObject({ shape: tensor.shape, datatype: tensor.datatype });
  expect(Buffer.compare(answer, bytes)).toBe(0);
});

test("a list of pictures comes back in its order", async () => {
  await ports.publishWorkflow("pictures", through("image", { list: true }));
  await ports.untilServed("pictures", 1, key);
  const files = [1, 4, 2].map((digit) => readFileSync(join(demoModels, "digits/samples", `digit-${digit}.png`)));
  const tensor = { name: "it", shape: [3], datatype: "BYTES" };

  const { status, output, bytes } = await sendThrough("pictures", tensor, writeContents(files));

  expect({ status, shape: output!.shape }).toEqual({ status: 200, shape: [3] });
  expect(bytesOfTexts(bytes).map((file) => Buffer.from(file).toString("base64"))).toEqual(
    files.map((file) => file.toString("base64")),
  );
});

test("what a workflow does not take is refused before there is a run", async () => {
  const { number } = await newestRun();

  expectError(await infer("echo", { inputs: [{ ...word("x"), name: "nope" }] }), 400, /no input "nope".*"word"/);
  expectError(await infer("echo", { inputs: [{ ...word("x"), datatype: "INT8", data: [1] }] }), 400, /takes one text/);
  expectError(await infer("echo", { inputs: [word("x".repeat(2_000_100))] }), 413, /2,000,000 of them at most/);
  expect((await newestRun()).number).toBe(number);
});

test("a run that fails says why, and which one it was", async () => {
  const graph = graphOf(
    {
      in: ["workflow-input", { name: "it", kind: "json" }],
      sum: ["evaluate", { expression: "value.x.y", inputs: ["value"], output: "json" }],
      out: ["workflow-output", { name: "result" }],
    },
    "in.value sum.value",
    "sum.result out.value",
  );
  await ports.publishWorkflow("fails", graph);
  await ports.untilServed("fails", 1, key);

  const answer = await infer("fails", { inputs: [{ ...word("1"), name: "it" }] });

  const { number, status } = await newestRun();
  expect(status).toBe("failed");
  expectError(answer, 400, new RegExp(`^Run ${number} failed: `));
});

test("a run that waits for a person goes on, and the client is told where", async () => {
  const graph = graphOf(
    {
      in: ["workflow-input", { name: "word", kind: "text" }],
      ask: ["wait-for-approval", { message: "Right?" }],
      out: ["workflow-output", { name: "result" }],
    },
    "in.value ask.value",
    "ask.approved out.value",
  );
  await ports.publishWorkflow("ask", graph);
  await ports.untilServed("ask", 1, key);

  const answer = await infer("ask", { inputs: [word("x")] });

  const { id, status } = await newestRun();
  expect(status).toBe("waiting");
  expectError(answer, 501, new RegExp(`waits for an approval.*GET /api/v1/runs/${id} `));
});

test("a run of which nobody waits for the end is cancelled: after the deadline, and when the client goes", async () => {
  const service = await openHoldingServer();
  onTestFinished(service.close);
  await ports.publishWorkflow("slow", askingAt(service.origin));
  await ports.untilServed("slow", 1, key);
  const before = (await newestRun()).number;

  // On a busy machine the deadline may pass before there is a run: then there is more time.
  for (let timeout = 300_000; (await newestRun()).number === before; timeout *= 3) {
    const late = await infer("slow", { inputs: [word("x")], parameters: { timeout } });
    expectError(late, 504, /deadline of the request (has )?passed/);
  }
  await vi.waitFor(async () => expect((await newestRun()).status).toBe("cancelled"), { timeout: 60_000 });

  const { number } = await newestRun();
  const gone = new AbortController();
  const body = JSON.stringify({ inputs: [word("y")] });
  const asked = fetch(address("slow"), { method: "POST", headers: bearer(), body, signal: gone.signal });
  asked.catch(() => {});
  await vi.waitFor(async () => expect((await newestRun()).number).toBe(number + 1), { timeout: 60_000 });
  gone.abort();
  await vi.waitFor(async () => expect((await newestRun()).status).toBe("cancelled"), { timeout: 60_000 });
});

test("versions that are published while requests flow fail none of them, and each is a run", async () => {
  const { workflowId } = await ports.publishWorkflow("flow", passing);
  await ports.untilServed("flow", 1, key);
  const before = (await newestRun()).number;
  const statuses: number[] = [];
  let isDone = false;
  const client = async () => {
    while (!isDone) statuses.push((await infer("flow", { inputs: [word("x")] })).status);
  };
  const clients_ = [client(), client()];

  for (let number = 2; number <= 4; number++) {
    await ports.change("deployments.publish", { workflowId, workflowVersion: 1, name: "flow" });
    await ports.untilServed("flow", number, key);
    await vi.waitFor(() => expect(statuses.length).toBeGreaterThan(number * 2), { timeout: 60_000 });
  }
  isDone = true;
  await Promise.all(clients_);

  expect(new Set(statuses)).toEqual(new Set([200]));
  expect((await newestRun()).number - before).toBe(statuses.length);
});

test("a workflow that is removed answers no more", async () => {
  const { workflowId } = await ports.publishWorkflow("gone", passing);
  await ports.untilServed("gone", 1, key);

  await ports.change("workflows.remove", { workflowId });

  await vi.waitFor(async () => expect((await ports.ask("gone", key)).status).toBe(404), { timeout: 60_000 });
});
