import { deflateSync, gzipSync } from "node:zlib";
import { request as httpRequest } from "node:http";
import { expect, test } from "vitest";
import {
  call,
  expectError,
  floatBytes,
  post,
  postBinary,
  serveForTests,
  wine,
  wineInput,
} from "./model-server-for-tests.ts";

const server = await serveForTests({ maxRequestBytes: 1_000_000 });
const v2 = `${server.httpUrl}/v2`;
const infer = `${v2}/models/wine/infer`;

const features = { name: "features", datatype: "FP32", shape: [-1, 13] };

test.for([
  [
    "",
    { name: "patchbay", extensions: ["binary_tensor_data", "model_configuration", "model_repository", "statistics"] },
  ],
  ["/", { name: "patchbay" }],
  ["/health/live", { live: true }],
  ["/health/ready", { ready: true }],
  ["/models/wine", { name: "wine", versions: ["1"], platform: "onnx_onnxv1", inputs: [features] }],
  [
    "/models/wine/versions/1",
    { outputs: [{ name: "label", datatype: "INT64", shape: [-1] }, { name: "probabilities" }] },
  ],
  ["/models/wine/ready", { name: "wine", ready: true }],
  ["/models/wine/versions/1/ready", { ready: true }],
  [
    "/models/shapes-segmenter/config",
    { max_batch_size: 0, input: [{ data_type: "TYPE_FP32", dims: [-1, 3, -1, -1] }] },
  ],
  ["/models/digits/stats", { model_stats: [{ name: "digits", version: "1", inference_count: 0 }] }],
] as const)("GET /v2%s answers", async ([path, expected]) => {
  expect(await call(`${v2}${path}`)).toMatchObject({ status: 200, json: expected });
});

test("the repository's index lists each model", async () => {
  const { json } = await call(`${v2}/repository/index`, { method: "POST" });
  expect(json).toHaveLength(5);
  expect(json).toContainEqual({ name: "wine", version: "1", state: "READY", reason: "" });
});

test("a model computes from JSON, nested or flat, and the id comes back", async () => {
  const nested = await post(infer, { id: "a 1", inputs: [wineInput()] });
  const flat = await post(infer, { inputs: [{ ...wineInput(), data: wine, parameters: { priority: 1 } }] });
  expect(nested.json).toMatchObject({
    model_name: "wine",
    model_version: "1",
    id: "a 1",
    outputs: [
      { name: "label", datatype: "INT64", shape: [1], data: [0] },
      { name: "probabilities", datatype: "FP32", shape: [1, 3] },
    ],
  });
  expect(flat.json.outputs).toEqual(nested.json.outputs);
  expect(flat.json).not.toHaveProperty("id");
});

test("what a client gives as null counts as left out", async () => {
  const left = { id: null, parameters: null, outputs: null, inputs: [{ ...wineInput(), parameters: null }] };
  expect(await post(infer, left)).toMatchObject({ status: 200, json: { outputs: [{ data: [0] }, {}] } });
  const raw = { ...binaryInput, data: null };
  expect((await postBinary(infer, { inputs: [raw] }, [floatBytes(wine)])).status).toBe(200);
});

test("a chosen output comes alone, and several in the order asked for", async () => {
  const names = async (outputs: string[]) => {
    const { json } = await post(infer, { inputs: [wineInput()], outputs: outputs.map((name) => ({ name })) });
    return (json.outputs as { name: string }[]).map(({ name }) => name);
  };
  expect(await names(["probabilities"])).toEqual(["probabilities"]);
  expect(await names(["probabilities", "label"])).toEqual(["probabilities", "label"]);
});

const binaryInput = { name: "features", shape: [1, 13], datatype: "FP32", parameters: { binary_data_size: 52 } };

test("binary inputs and outputs give the same numbers as JSON", async () => {
  const asJson = await postBinary(infer, { inputs: [binaryInput] }, [floatBytes(wine)]);
  const answer = await postBinary(infer, { inputs: [binaryInput], parameters: { binary_data_output: true } }, [
    floatBytes(wine),
  ]);
  expect(answer.headers.get("content-type")).toBe("application/octet-stream");
  expect(answer.json.outputs).toEqual([
    { name: "label", datatype: "INT64", shape: [1], parameters: { binary_data_size: 8 } },
    { name: "probabilities", datatype: "FP32", shape: [1, 3], parameters: { binary_data_size: 12 } },
  ]);
  expect(answer.bytes.readBigInt64LE()).toBe(0n);
  const [, probabilities] = asJson.json.outputs as { data: number[] }[];
  expect([8, 12, 16].map((at) => answer.bytes.readFloatLE(at))).toEqual(probabilities!.data);
});

test("outputs can be mixed, some binary and some JSON", async () => {
  const outputs = [{ name: "label" }, { name: "probabilities", parameters: { binary_data: true } }];
  const answer = await post(infer, { inputs: [wineInput()], outputs });
  expect(answer.json.outputs).toMatchObject([{ data: [0] }, { parameters: { binary_data_size: 12 } }]);
  expect(answer.bytes).toHaveLength(12);
});

test("a body of nothing but the one input's bytes is understood", async () => {
  const headers = { "Inference-Header-Content-Length": "0" };
  const body = Buffer.concat([floatBytes(wine), floatBytes(wine)]);
  const answer = await call(infer, { method: "POST", headers, body });
  expect(answer.json.outputs).toMatchObject([{ shape: [2] }, { shape: [2, 3] }]);
});

test.for([
  ["gzip", gzipSync],
  ["x-gzip", gzipSync],
  ["deflate", deflateSync],
] as const)("a request compressed with %s is inflated", async ([encoding, compress]) => {
  const body = compress(JSON.stringify({ inputs: [wineInput()] }));
  const answer = await call(infer, { method: "POST", headers: { "Content-Encoding": encoding }, body });
  expect(answer.status).toBe(200);
});

test("a long JSON answer is compressed for whom asks for it", async () => {
  const body = JSON.stringify({ inputs: [wineInput(200)] });
  const answer = await call(infer, { method: "POST", headers: { "Accept-Encoding": "gzip" }, body });
  expect(answer.headers.get("content-encoding")).toBe("gzip");
  expect(answer.json.outputs).toMatchObject([{ shape: [200] }, { shape: [200, 3] }]);
});

test.for([
  ["gzip;q=0", null],
  ["gzip;q=0, deflate;q=0.5", "deflate"],
  ["GZIP ; q=1.0", "gzip"],
  ["*", "gzip"],
  ["gzip;q=0, *;q=0.1", "deflate"],
  ["br, identity", null],
] as const)("an answer to whom accepts %s is compressed with %s", async ([accepted, encoding]) => {
  const body = JSON.stringify({ inputs: [wineInput(200)] });
  const answer = await call(infer, { method: "POST", headers: { "Accept-Encoding": accepted }, body });
  expect(answer.headers.get("content-encoding")).toBe(encoding);
});

const big = { inputs: [wineInput()], padding: "x".repeat(1_000_000) };
const other = (more: object) => ({ inputs: [{ ...wineInput(), ...more }] });
const uneven = [wine.slice(1), [...wine, 1]];
const infinite = JSON.stringify({ inputs: [wineInput()] }).replace("14.23", "1e999");
const inRegion = { parameters: { shared_memory_region: "input_data", shared_memory_byte_size: 52 } };
const inSharedMemory = { inputs: [wineInput()], outputs: [{ name: "label", ...inRegion }] };
const asClasses = { inputs: [wineInput()], outputs: [{ name: "label", parameters: { classification: 2 } }] };
const outputNamed = (...names: string[]) => ({ inputs: [wineInput()], outputs: names.map((name) => ({ name })) });

test.for([
  ["no JSON", "{", 400, /not JSON/],
  ["JSON that is no request", [], 400, /not as the protocol/],
  ["JSON without inputs", {}, 400, /inputs/],
  ["deep nesting", `{"inputs":${"[".repeat(200_000)}${"]".repeat(200_000)}}`, 400, /nested/],
  ["a key of prototypes", '{"inputs":[],"__proto__":{}}', 400, /__proto__/],
  ["a missing input", { inputs: [] }, 400, /Nothing is given for "features"/],
  ["an input too many", { inputs: [wineInput(), { ...wineInput(), name: "more" }] }, 400, /no input "more"/],
  ["an input given twice", { inputs: [wineInput(), wineInput()] }, 400, /given twice/],
  ["another datatype", other({ datatype: "FP64" }), 400, /float64/],
  ["a datatype that there is not", other({ datatype: "FP8" }), 400, /Take one of FP32/],
  ["FP16 as JSON", other({ datatype: "FP16" }), 400, /binary data/],
  ["another rank", other({ shape: [13] }), 400, /expects "features"/],
  ["another width", other({ shape: [1, 12], data: wine.slice(1) }), 400, /expects "features"/],
  ["too few numbers", other({ data: [1] }), 400, /4 bytes; float32 \[1,13\] takes 52/],
  ["no rows", other({ shape: [0, 13], data: [] }), 400, /empty/],
  ["a negative dim", other({ shape: [-1, 13] }), 400, /shape/],
  ["text among numbers", other({ data: [...wine.slice(1), "x"] }), 400, /at 12 what is no FP32: "x"/],
  ["a number beyond FP32", other({ data: [...wine.slice(1), 1e39] }), 400, /at 12 what is no FP32: 1e\+39/],
  ["a number beyond all", infinite, 400, /at 0 what is no FP32: Infinity/],
  ["rows of several lengths", other({ shape: [2, 13], data: uneven }), 400, /lists of 12 and 14/],
  ["a list among numbers", other({ data: [wine.slice(1), 1] }), 400, /a list of 12 beside 1/],
  ["an output in shared memory", inSharedMemory, 501, /shared_memory_region/],
  ["an input in shared memory", other({ data: undefined, ...inRegion }), 501, /shared_memory_region/],
  ["classes as an output", asClasses, 501, /"classification"/],
  ["no data", other({ data: undefined }), 400, /"data" as a list/],
  ["an output that there is not", outputNamed("nope"), 400, /no output "nope"/],
  ["an output twice", outputNamed("label", "label"), 400, /twice/],
  ["a flag that is none", { inputs: [wineInput()], parameters: { binary_data_output: 1 } }, 400, /true or false/],
  ["a body over the limit", big, 413, /1,000,000/],
] as const)("a request with %s is refused", async ([, body, status, message]) => {
  expectError(await post(infer, body), status, message);
});

test.for([
  ["fewer bytes than announced", 52, 48, 400, /48 are left/],
  ["more bytes than announced", 52, 60, 400, /8 bytes follow/],
  ["bytes that the shape does not take", 48, 48, 400, /takes 52/],
  ["a negative size", -1, 52, 400, /no count/],
] as const)("binary data with %s are refused", async ([, announced, sent, status, message]) => {
  const input = { ...binaryInput, parameters: { binary_data_size: announced } };
  expectError(await postBinary(infer, { inputs: [input] }, [new Uint8Array(sent)]), status, message);
});

test.for([
  ["100000", 400, /the body has/],
  ["x", 400, /count of bytes/],
  ["-1", 400, /count of bytes/],
  ["0", 400, /do not tell the shape/],
] as const)("a header length of %s is refused", async ([length, status, message]) => {
  expectError(
    await post(infer, { inputs: [wineInput()] }, { "Inference-Header-Content-Length": length }),
    status,
    message,
  );
});

test("a body that grows over the limit when inflated is refused, and one that is not what it says", async () => {
  const headers = { "Content-Encoding": "gzip" };
  const bomb = gzipSync(Buffer.alloc(50_000_000));
  expectError(await call(infer, { method: "POST", headers, body: bomb }), 413, /bytes allowed/);
  expectError(await call(infer, { method: "POST", headers, body: "plain" }), 400, /encoding that it names/);
  const cut = gzipSync(JSON.stringify({ inputs: [wineInput()] })).subarray(0, 40);
  expectError(await call(infer, { method: "POST", headers, body: cut }), 400, /encoding that it names/);
  expectError(await call(infer, { method: "POST", headers: { "Content-Encoding": "br" }, body: "x" }), 415, /gzip/);
});

test.for([
  ["GET", "/models/nope", 404, /no model "nope"/],
  ["POST", "/models/nope/infer", 404, /no model/],
  ["GET", "/models/wine/versions/2", 404, /no version "2"/],
  ["GET", "/models/wine/nope", 404, /Begin at \/v2/],
  ["GET", "/models/__proto__", 404, /no model/],
  ["POST", "/repository/models/wine/load", 403, /admin key/],
  ["POST", "/repository/models/wine", 404, /nothing/],
  ["GET", "/models/wine/infer", 405, /takes POST/],
  ["POST", "/models/wine", 405, /takes GET/],
  ["DELETE", "/health/live", 405, /takes GET/],
] as const)("%s /v2%s is refused", async ([method, path, status, message]) => {
  expectError(await call(`${v2}${path}`, { method }), status, message);
});

test("a connection stays open for longer than clients and load balancers keep one that nobody uses", async () => {
  const { headers } = await fetch(`${server.httpUrl}/v2`);
  expect(headers.get("keep-alive")).toBe("timeout=75");
});

test.for([
  ["evil.example", 403],
  ["127.evil.example:8000", 403],
  ["localhost.evil.example", 403],
  ["LocalHost:8000", 200],
  ["127.0.0.2:8000", 200],
  ["[::1]:8000", 200],
  ["[::2]:8000", 403],
] as const)("a page that reaches this machine under the name %s gets %i", async ([Host, expected]) => {
  const status = await new Promise((resolve, reject) => {
    const request = httpRequest(`${v2}/models/wine`, { headers: { Host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on("error", reject).end();
  });
  expect(status).toBe(expected);
});

test("a client that goes in the middle of its body is counted as gone", async () => {
  const gone = 'nv_inference_request_failure{model="wine",version="1",reason="CANCELED"} 1';
  const begun = /^patchbay_serving_requests_total\{model="wine",version="1",protocol="http"\} (\d+)$/m;
  const metrics = async () => await (await fetch(`${server.metricsUrl}/metrics`)).text();
  const before = Number(begun.exec(await metrics())![1]);
  const request = httpRequest(infer, { method: "POST", headers: { "Content-Length": 100_000 } });
  request.on("error", () => {}).write(Buffer.alloc(50_000));
  await expect.poll(async () => Number(begun.exec(await metrics())![1])).toBe(before + 1);

  request.destroy();

  await expect.poll(metrics).toContain(gone);
});

test("metrics are there for whoever asks with parameters in the address", async () => {
  expect((await fetch(`${server.metricsUrl}/metrics?format=prometheus`)).status).toBe(200);
});

test("metrics and statistics count what was answered and what was refused", async () => {
  const text = await (await fetch(`${server.metricsUrl}/metrics`)).text();
  expect(text).toMatch(/^nv_inference_request_success\{model="wine",version="1"\} [1-9]\d*$/m);
  expect(text).toMatch(/^nv_inference_request_failure\{model="wine",version="1",reason="REJECTED"\} [1-9]\d*$/m);
  expect(text).toMatch(/^nv_inference_count\{model="wine",version="1"\} \d{3,}$/m);
  expect(text).toMatch(/^nv_inference_compute_infer_duration_us\{model="wine",version="1"\} [1-9]\d*$/m);
  expect(text).toMatch(/^nv_inference_exec_count\{model="digits",version="1"\} 0$/m);
  expect(text).toMatch(/^patchbay_serving_ready 1$/m);
  const answered = /^nv_inference_request_success\{model="wine",version="1"\} (\d+)$/m.exec(text)![1];
  for (const name of ["request_duration_seconds", "compute_infer_duration_seconds", "batch_size"]) {
    expect(text).toContain(`# TYPE patchbay_serving_${name} histogram`);
    expect(text).toContain(`patchbay_serving_${name}_bucket{model="wine",version="1",le="+Inf"} ${answered}\n`);
    expect(text).toContain(`patchbay_serving_${name}_count{model="wine",version="1"} ${answered}\n`);
  }
  const { json } = await call(`${v2}/models/wine/stats`);
  expect(json.model_stats).toMatchObject([{ name: "wine", inference_stats: { fail: { count: expect.any(Number) } } }]);
});
