import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { status } from "@grpc/grpc-js";
import { afterAll, expect, test, vi } from "vitest";
import { addOne, model, node, valueInfo } from "../../inference/onnx/onnx-writer-for-tests.ts";
import type { ElementType } from "../../inference/onnx/onnx-writer-for-tests.ts";
import { demoModels, floatBytes, holdComputing, serveForTests, wine } from "../model-server-for-tests.ts";
import { openClients } from "./grpc-client-for-tests.ts";

const folder = mkdtempSync(join(tmpdir(), "patchbay-grpc-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** y = x of that type. */
const echo = (type: ElementType) =>
  model({
    nodes: [node("Identity", ["x"], ["y"])],
    inputs: [valueInfo("x", type, ["batch"])],
    outputs: [valueInfo("y", type, ["batch"])],
  });
const echoed = ["bool", "int8", "int64", "uint8", "uint64", "float16", "float64", "string"] as const;
for (const type of echoed) writeFileSync(join(folder, `echo-${type}.onnx`), echo(type));
for (const version of ["1", "2"]) {
  mkdirSync(join(folder, "versioned", version), { recursive: true });
  writeFileSync(join(folder, "versioned", version, "model.onnx"), addOne({ producer: version }));
}

const server = await serveForTests({
  places: [demoModels, folder],
  newest: 2,
  isOpenToChange: true,
  maxRequestBytes: 20_000_000,
  sentAtOnce: 2,
});
const { ask, check } = openClients(server.grpcAddress);

const features = { name: "features", datatype: "FP32", shape: [1, 13] };
const rawWine = { model_name: "wine", inputs: [features], raw_input_contents: [floatBytes(wine)] };
const typedWine = { model_name: "wine", inputs: [{ ...features, contents: { fp32_contents: wine } }] };
const floatsOf = (bytes: unknown) => {
  const buffer = bytes as Buffer;
  return Array.from({ length: buffer.length / 4 }, (_, index) => buffer.readFloatLE(index * 4));
};

test.for([
  ["ServerLive", {}, { live: true }],
  ["ServerReady", {}, { ready: true }],
  ["ServerMetadata", {}, { name: "patchbay", extensions: expect.arrayContaining(["model_repository"]) }],
  ["ModelReady", { name: "wine" }, { ready: true }],
  [
    "ModelMetadata",
    { name: "wine" },
    {
      name: "wine",
      versions: ["1"],
      platform: "onnx_onnxv1",
      inputs: [{ name: "features", datatype: "FP32", shape: ["-1", "13"] }],
      outputs: [
        { name: "label", datatype: "INT64", shape: ["-1"] },
        { name: "probabilities", datatype: "FP32", shape: ["-1", "3"] },
      ],
    },
  ],
  ["ModelMetadata", { name: "versioned", version: "1" }, { versions: ["1", "2"] }],
  [
    "ModelConfig",
    { name: "wine" },
    {
      config: {
        name: "wine",
        platform: "onnxruntime_onnx",
        max_batch_size: 0,
        version_policy: { latest: { num_versions: 1 } },
        input: [{ name: "features", data_type: "TYPE_FP32", dims: ["-1", "13"] }],
      },
    },
  ],
  ["ModelStatistics", { name: "digits" }, { model_stats: [{ name: "digits", version: "1", inference_count: "0" }] }],
  [
    "RepositoryIndex",
    {},
    { models: expect.arrayContaining([{ name: "wine", version: "1", state: "READY", reason: "" }]) },
  ],
] as const)("%s of %o answers", async ([method, request, expected]) => {
  expect(await ask(method, request)).toMatchObject({ code: status.OK, response: expected });
});

test("raw inputs are answered raw, and the id comes back", async () => {
  const { response } = await ask("ModelInfer", { ...rawWine, id: "a 1" });
  expect(response).toMatchObject({ model_name: "wine", model_version: "1", id: "a 1" });
  expect(response.outputs).toMatchObject([
    { name: "label", datatype: "INT64", shape: ["1"], contents: null },
    { name: "probabilities", datatype: "FP32", shape: ["1", "3"], contents: null },
  ]);
  const [label, probabilities] = response.raw_output_contents as [Buffer, Buffer];
  expect(label.readBigInt64LE()).toBe(0n);
  expect(floatsOf(probabilities)[0]).toBeGreaterThan(0.9);
});

test("typed inputs are answered typed, with the same numbers", async () => {
  const raw = await ask("ModelInfer", rawWine);
  const typed = await ask("ModelInfer", typedWine);
  const [label, probabilities] = typed.response.outputs as { contents: Record<string, unknown[]> }[];
  expect(typed.response.raw_output_contents).toEqual([]);
  expect(label!.contents.int64_contents).toEqual(["0"]);
  expect(probabilities!.contents.fp32_contents).toEqual(floatsOf((raw.response.raw_output_contents as Buffer[])[1]));
});

test("outputs can be chosen, in an order of one's own", async () => {
  const outputs = [{ name: "probabilities" }, { name: "label" }];
  const { response } = await ask("ModelInfer", { ...rawWine, outputs });
  expect(response.outputs).toMatchObject(outputs);
});

test.for([
  ["BOOL", "bool", "bool_contents", [true, false]],
  ["INT8", "int8", "int_contents", [-128, 127]],
  ["INT64", "int64", "int64_contents", ["-9223372036854775808", "9007199254740993"]],
  ["UINT8", "uint8", "uint_contents", [0, 255]],
  ["UINT64", "uint64", "uint64_contents", ["18446744073709551615", "0"]],
  ["FP64", "float64", "fp64_contents", [0.1, Infinity]],
  ["BYTES", "string", "bytes_contents", [Buffer.from("grüß"), Buffer.from("")]],
] as const)("%s goes there and back as typed contents", async ([datatype, type, field, elements]) => {
  const inputs = [{ name: "x", datatype, shape: [2], contents: { [field]: elements } }];
  const { code, details, response } = await ask("ModelInfer", { model_name: `echo-${type}`, inputs });
  expect({ code, details }).toEqual({ code: status.OK, details: "" });
  expect(response.outputs).toMatchObject([{ datatype, shape: ["2"], contents: { [field]: elements } }]);
});

test("FP16 goes there and back as raw contents", async () => {
  const inputs = [{ name: "x", datatype: "FP16", shape: [2] }];
  const bytes = Buffer.from([0x00, 0x3c, 0x00, 0xc0]);
  const { response } = await ask("ModelInfer", { model_name: "echo-float16", inputs, raw_input_contents: [bytes] });
  expect(response.raw_output_contents).toEqual([bytes]);
});

test("infinity and NaN go there and back as typed contents", async () => {
  const contents = { fp64_contents: [Infinity, -Infinity, Number.NaN] };
  const inputs = [{ name: "x", datatype: "FP64", shape: [3], contents }];
  const { response } = await ask("ModelInfer", { model_name: "echo-float64", inputs });
  expect(response.outputs).toMatchObject([{ contents }]);
});

test("a tensor of megabytes comes whole", async () => {
  const shape = [1, 3, 800, 800];
  const inputs = [{ name: "images", datatype: "FP32", shape }];
  const raw = [new Uint8Array(7_680_000)];
  const { response } = await ask("ModelInfer", { model_name: "shapes-segmenter", inputs, raw_input_contents: raw });
  const [output] = response.raw_output_contents as Buffer[];
  expect(output).toHaveLength(5 * 800 ** 2 * 4);
});

test("a version is chosen by its number, and without one it is the newest", async () => {
  const inputs = [{ name: "x", datatype: "FP32", shape: [1, 2] }];
  const request = { model_name: "versioned", inputs, raw_input_contents: [floatBytes([1, 2])] };
  expect((await ask("ModelInfer", request)).response.model_version).toBe("2");
  expect((await ask("ModelInfer", { ...request, model_version: "1" })).response.model_version).toBe("1");
});

const { INVALID_ARGUMENT, NOT_FOUND, RESOURCE_EXHAUSTED, DEADLINE_EXCEEDED, CANCELLED, UNIMPLEMENTED } = status;
const wineWith = (more: object) => ({ ...typedWine, inputs: [{ ...typedWine.inputs[0], ...more }] });
const fp16 = { name: "x", datatype: "FP16", shape: [1], contents: { fp32_contents: [1] } };

test.for([
  ["an unknown model", "ModelInfer", { model_name: "nope" }, NOT_FOUND, /no model "nope"/],
  ["an unknown version", "ModelInfer", { ...rawWine, model_version: "9" }, NOT_FOUND, /no version "9"/],
  ["metadata of an unknown model", "ModelMetadata", { name: "nope" }, NOT_FOUND, /no model/],
  ["statistics of an unknown model", "ModelStatistics", { name: "nope" }, NOT_FOUND, /no model/],
  ["readiness of an unknown model", "ModelReady", { name: "nope" }, NOT_FOUND, /no model/],
  [
    "raw and typed at once",
    "ModelInfer",
    { ...typedWine, raw_input_contents: [floatBytes(wine)] },
    INVALID_ARGUMENT,
    /both contents and raw/,
  ],
  [
    "fewer raw contents than inputs",
    "ModelInfer",
    { ...rawWine, inputs: [features, features] },
    INVALID_ARGUMENT,
    /has 1 entries/,
  ],
  [
    "a wrong byte count",
    "ModelInfer",
    { ...rawWine, raw_input_contents: [floatBytes([1])] },
    INVALID_ARGUMENT,
    /takes 52/,
  ],
  ["too few elements", "ModelInfer", wineWith({ contents: { fp32_contents: [1] } }), INVALID_ARGUMENT, /takes 52/],
  [
    "elements of another type",
    "ModelInfer",
    wineWith({ contents: { int_contents: [1] } }),
    INVALID_ARGUMENT,
    /are in int_contents/,
  ],
  ["no elements", "ModelInfer", wineWith({ contents: null }), INVALID_ARGUMENT, /takes 52/],
  ["a wrong shape", "ModelInfer", wineWith({ shape: [13] }), INVALID_ARGUMENT, /expects "features"/],
  ["a negative dim", "ModelInfer", wineWith({ shape: [-1, 13] }), INVALID_ARGUMENT, /0 or more/],
  ["a wrong datatype", "ModelInfer", wineWith({ datatype: "FP8" }), INVALID_ARGUMENT, /Take one of/],
  ["a missing input", "ModelInfer", { model_name: "wine" }, INVALID_ARGUMENT, /Nothing is given/],
  [
    "an unknown output",
    "ModelInfer",
    { ...rawWine, outputs: [{ name: "nope" }] },
    INVALID_ARGUMENT,
    /no output "nope"/,
  ],
  [
    "FP16 typed",
    "ModelInfer",
    { model_name: "echo-float16", inputs: [fp16] },
    INVALID_ARGUMENT,
    /raw_input_contents alone/,
  ],
  [
    "an output in shared memory",
    "ModelInfer",
    { ...rawWine, outputs: [{ name: "label", parameters: { shared_memory_region: { string_param: "region" } } }] },
    UNIMPLEMENTED,
    /shared_memory_region/,
  ],
  [
    "a timeout that is none",
    "ModelInfer",
    { ...rawWine, parameters: { timeout: { int64_param: -1 } } },
    INVALID_ARGUMENT,
    /microseconds/,
  ],
  [
    "a message over the limit",
    "ModelInfer",
    { ...rawWine, raw_input_contents: [new Uint8Array(22_000_000)] },
    RESOURCE_EXHAUSTED,
    /larger|max/,
  ],
  ["loading an unknown model", "RepositoryModelLoad", { model_name: "nope" }, NOT_FOUND, /no model "nope"/],
  ["unloading an unknown model", "RepositoryModelUnload", { model_name: "nope" }, NOT_FOUND, /no model "nope"/],
  [
    "loading with a file of one's own",
    "RepositoryModelLoad",
    { model_name: "wine", parameters: { config: { string_param: "{}" } } },
    INVALID_ARGUMENT,
    /leave the parameters out/,
  ],
] as const)("%s is refused", async ([, method, request, code, details]) => {
  expect(await ask(method, request)).toMatchObject({ code, details: expect.stringMatching(details) });
});

const longRequest = {
  model_name: "shapes-segmenter",
  inputs: [{ name: "images", datatype: "FP32", shape: [1, 3, 400, 400] }],
  raw_input_contents: [new Uint8Array(1_920_000)],
};
const pending = (name: string) => server.directory.require(name).pending();

test("a deadline that passes while it waits is told, by the call or by the parameter", async () => {
  // Of its own, because a server that knows how long the model before them takes does not even let them wait.
  const own = await serveForTests({ sentAtOnce: 2 });
  const { ask: askOwn } = openClients(own.grpcAddress);
  const letGo = holdComputing(own);
  const long = askOwn("ModelInfer", longRequest);
  await vi.waitFor(() => expect(own.directory.require("shapes-segmenter").pending()).toBe(1), { timeout: 60_000 });
  const [byCall, byParameter] = await Promise.all([
    askOwn("ModelInfer", rawWine, { deadlineMs: 5 }),
    askOwn("ModelInfer", { ...rawWine, parameters: { timeout: { int64_param: 5_000 } } }),
  ]);
  letGo();
  expect([byCall.code, byParameter.code]).toEqual([DEADLINE_EXCEEDED, DEADLINE_EXCEEDED]);
  expect((await long).code).toBe(status.OK);
});

test("a call that is cancelled leaves the queue", async () => {
  const letGo = holdComputing(server);
  const long = ask("ModelInfer", longRequest);
  await vi.waitFor(() => expect(pending("shapes-segmenter")).toBe(1), { timeout: 60_000 });
  const sent = ask("ModelInfer", rawWine);
  const abort = new AbortController();
  const cancelled = ask("ModelInfer", rawWine, { signal: abort.signal });
  await vi.waitFor(() => expect(pending("wine")).toBe(2), { timeout: 60_000 });
  abort.abort();
  expect((await cancelled).code).toBe(CANCELLED);
  await vi.waitFor(() => expect(pending("wine")).toBeLessThan(2), { timeout: 60_000 });
  letGo();
  expect((await sent).code).toBe(status.OK);
  await long;
});

test("a model can be unloaded and loaded again", async () => {
  expect(await ask("RepositoryModelUnload", { model_name: "digits" })).toMatchObject({ code: status.OK });
  expect((await ask("ModelReady", { name: "digits" })).response).toEqual({ ready: false });
  expect(await check("Check", { service: "digits" })).toMatchObject({ response: { status: "NOT_SERVING" } });
  const { response } = await ask("RepositoryIndex", { ready: true });
  expect((response.models as { name: string }[]).map(({ name }) => name)).not.toContain("digits");

  expect(await ask("RepositoryModelLoad", { model_name: "digits" })).toMatchObject({ code: status.OK });
  expect((await ask("ModelReady", { name: "digits" })).response).toEqual({ ready: true });
});

test("the health service knows the server and its models", async () => {
  expect((await check("Check")).response).toEqual({ status: "SERVING" });
  expect((await check("Check", { service: "inference.GRPCInferenceService" })).response).toEqual({ status: "SERVING" });
  expect((await check("Check", { service: "wine" })).response).toEqual({ status: "SERVING" });
  expect((await check("Check", { service: "nope" })).code).toBe(NOT_FOUND);
});

test("calls are counted like requests over HTTP", async () => {
  const text = await (await fetch(`${server.metricsUrl}/metrics`)).text();
  expect(text).toMatch(/^patchbay_serving_requests_total\{model="wine",version="1",protocol="grpc"\} [1-9]\d*$/m);
  expect(text).toMatch(/^nv_inference_request_success\{model="wine",version="1"\} [1-9]\d*$/m);
  expect(text).toMatch(/^nv_inference_request_failure\{model="wine",version="1",reason="CANCELED"\} [1-9]\d*$/m);
});

test("ending answers the calls that are open and the watchers, and takes nothing new", async () => {
  const own = await serveForTests();
  const { ask: askOwn, health: watcher } = openClients(own.grpcAddress);
  const seen: string[] = [];
  const ended = new Promise<void>((resolve) => {
    // A client made of a service has a method for each of its calls.
    const { Watch } = watcher as unknown as { Watch: (request: object) => NodeJS.EventEmitter };
    Watch.call(watcher, { service: "" })
      .on("data", (health: { status: string }) => seen.push(health.status))
      .on("end", resolve)
      .on("error", () => resolve());
  });
  await vi.waitFor(() => expect(seen).toEqual(["SERVING"]), { timeout: 60_000 });
  const letGo = holdComputing(own);
  const long = askOwn("ModelInfer", longRequest);
  await vi.waitFor(() => expect(own.directory.require("shapes-segmenter").pending()).toBe(1), { timeout: 60_000 });
  const closed = own.close();
  letGo();
  await Promise.all([closed, ended]);
  expect((await long).code).toBe(status.OK);
  expect(seen).toEqual(["SERVING", "NOT_SERVING"]);
  expect((await askOwn("ServerLive", {}, { deadlineMs: 2_000 })).code).not.toBe(status.OK);
});
