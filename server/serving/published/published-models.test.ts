import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { addOne, floats, tensor } from "../../inference/onnx/onnx-writer-for-tests.ts";
import { openClients } from "../grpc/grpc-client-for-tests.ts";
import { call, expectError, floatBytes, post, postBinary, wineInput } from "../model-server-for-tests.ts";
import { demoModel, openPortsForTests } from "./ports-for-tests.ts";

type Ports = Awaited<ReturnType<typeof openPortsForTests>>;
let ports: Ports;
let clients: ReturnType<typeof openClients>;
let key: string;
beforeAll(async () => {
  ports = await openPortsForTests();
  clients = openClients(ports.grpc);
  ({ key } = await ports.createKey());
  const { modelId } = await ports.uploadModel("Wine", demoModel("wine"));
  await ports.publishModel("wine", modelId, 1);
  await ports.untilServed("wine", 1, key);
});
afterAll(() => ports.close());

const bearer = (of = key) => ({ authorization: `Bearer ${of}` });
const infer = (name: string, of = key) =>
  post(`${ports.http}/v2/models/${name}/infer`, { inputs: [wineInput()] }, bearer(of));
const adding = (step: number) => addOne({ initializers: [tensor({ name: "one", dims: [1], raw: floats(step) })] });
async function stepOf(name: string): Promise<{ status: number; version: unknown; step: number | undefined }> {
  const input = { name: "x", shape: [1, 2], datatype: "FP32", parameters: { binary_data_size: 8 } };
  const head = { inputs: [input] };
  const { status, json } = await postBinary(
    `${ports.http}/v2/models/${name}/infer`,
    head,
    [floatBytes([0, 0])],
    bearer(),
  );
  const outputs = json.outputs as { data: number[] }[] | undefined;
  return { status, version: json.model_version, step: outputs?.[0]?.data[0] };
}

test("a published model answers over HTTP and gRPC as its file does", async () => {
  const { status, json } = await infer("wine");
  expect({ status, ...json }).toMatchObject({
    status: 200,
    model_name: "wine",
    model_version: "1",
    outputs: [
      { name: "label", data: [0] },
      { name: "probabilities", shape: [1, 3] },
    ],
  });

  const inputs = [
    {
      name: "features",
      datatype: "FP32",
      shape: [1, 13],
      contents: { fp32_contents: (wineInput().data as number[][])[0] },
    },
  ];
  const called = await clients.ask("ModelInfer", { model_name: "wine", inputs }, { headers: bearer() });
  expect(called).toMatchObject({ code: 0, response: { model_version: "1" } });
  const outputs = called.response.outputs as { contents: { fp32_contents: number[] } }[];
  const [, { data }] = json.outputs as [unknown, { data: number[] }];
  expect(outputs[1]!.contents.fp32_contents).toEqual(data.map(Math.fround));
});

test("metadata, configuration, statistics and index are those of the published version", async () => {
  expect((await ports.ask("wine", key)).json).toMatchObject({ name: "wine", versions: ["1"], platform: "onnx_onnxv1" });
  expect((await ports.ask("wine/config", key)).json).toMatchObject({ backend: "onnxruntime" });
  await infer("wine");
  expect((await ports.ask("wine/stats", key)).json).toMatchObject({
    model_stats: [{ name: "wine", version: "1", inference_count: expect.any(Number) }],
  });
  const index = await call(`${ports.http}/v2/repository/index`, { method: "POST", headers: bearer() });
  expect(index.json).toContainEqual({ name: "wine", version: "1", state: "READY", reason: "" });
});

test("whether the server lives is told without a key, and nothing else is", async () => {
  for (const path of ["live", "ready"]) expect((await call(`${ports.http}/v2/health/${path}`)).status).toBe(200);
  expect(await clients.ask("ServerReady")).toMatchObject({ code: 0, response: { ready: true } });
  expect(await clients.check("Check", { service: "" })).toMatchObject({ response: { status: "SERVING" } });

  for (const path of [
    "",
    "/models/wine",
    "/models/wine/ready",
    "/models/wine/config",
    "/models/wine/stats",
    "/models/stats",
  ]) {
    expectError(await call(`${ports.http}/v2${path}`), 401, /wants a key/);
  }
  expectError(await post(`${ports.http}/v2/models/wine/infer`, { inputs: [wineInput()] }), 401, /wants a key/);
  expectError(await call(`${ports.http}/v2/repository/index`, { method: "POST" }), 401, /wants a key/);
  for (const method of [
    "ServerMetadata",
    "ModelMetadata",
    "ModelReady",
    "ModelConfig",
    "ModelStatistics",
    "RepositoryIndex",
    "ModelInfer",
  ]) {
    expect(await clients.ask(method, { name: "wine", model_name: "wine" })).toMatchObject({ code: 16 });
  }
  expect(await clients.check("Check", { service: "wine" })).toMatchObject({ code: 5 });
});

test("a key that is unknown or revoked opens nothing", async () => {
  const other = await ports.createKey({ name: "Other" });
  expect((await infer("wine", other.key)).status).toBe(200);

  await ports.change("apiKeys.revoke", { apiKeyId: other.id });

  // By a bell, or within a second.
  await vi.waitFor(async () => expect((await infer("wine", other.key)).status).toBe(401), { timeout: 60_000 });
  expectError(await infer("wine", other.key), 401, /unknown, expired or revoked/);
  expectError(await infer("wine", `pb_${"a".repeat(12)}_${"b".repeat(43)}`), 401, /unknown, expired or revoked/);
  expect(await clients.ask("ServerMetadata", {}, { headers: bearer(other.key) })).toMatchObject({ code: 16 });
});

test("another workspace's key finds nothing of ours, and its own under the same name", async () => {
  const { admin } = ports.web.theirs.people;
  const theirs = (await ports.createKey({}, admin)).key;
  const unknown = await ports.ask("nothing-like-it", theirs);

  expectError(unknown, 404, /There is no model "nothing-like-it"\. There is none\./);
  expect((await ports.ask("wine", theirs)).json.error).toBe(
    (unknown.json.error as string).replace("nothing-like-it", "wine"),
  );
  expectError(await infer("wine", theirs), 404, /There is no model "wine"/);

  const { modelId } = await ports.uploadModel("Theirs", adding(5), { person: admin });
  await ports.publishModel("wine", modelId, 1, admin);
  await ports.untilServed("wine", 1, theirs);
  expect((await ports.ask("wine", theirs)).json).toMatchObject({ inputs: [{ name: "x" }] });
  expect((await infer("wine")).status).toBe(200);
  const { status } = await infer("wine", theirs);
  expect(status).toBe(400);
});

test("a key may reach single deployments, or read alone", async () => {
  const other = await ports.uploadModel("Elsewhere", adding(7));
  const { deploymentId } = await ports.publishModel("elsewhere", other.modelId, 1);
  await ports.untilServed("elsewhere", 1, key);
  const single = await ports.createKey({ name: "Single", deploymentIds: [deploymentId] });
  const reader = await ports.createKey({ name: "Reader", mayRun: false });

  expectError(await infer("wine", single.key), 404, /There is "elsewhere"/);
  expect((await ports.ask("elsewhere", single.key)).status).toBe(200);
  expect((await ports.ask("wine", reader.key)).status).toBe(200);
  expectError(await infer("wine", reader.key), 403, /may read, but not run/);
  const refused = { model_name: "wine", inputs: [] };
  expect(await clients.ask("ModelInfer", refused, { headers: bearer(reader.key) })).toMatchObject({ code: 7 });
});

test("versions that are published and taken back while requests flow fail none of them", async () => {
  const { modelId } = await ports.uploadModel("Step", adding(1));
  for (let step = 2; step <= 6; step++) await ports.uploadModel("Step", adding(step), { modelId });
  const { deploymentId } = await ports.publishModel("step", modelId, 1);
  await ports.untilServed("step", 1, key);
  const bad: unknown[] = [];
  let answered = 0;
  let isDone = false;
  const client = async () => {
    while (!isDone) {
      const answer = await stepOf("step");
      // The content is that of the version that the answer names.
      if (answer.status !== 200 || answer.step !== stepOfVersion(answer.version)) bad.push(answer);
      answered++;
    }
  };
  const stepOfVersion = (version: unknown) => Number(version);
  const clients_ = [client(), client(), client()];

  for (let step = 2; step <= 6; step++) {
    expect(await ports.publishModel("step", modelId, step)).toEqual({ deploymentId, number: step });
    await ports.untilServed("step", step, key);
  }
  for (const number of [2, 5, 1]) {
    await ports.change("deployments.activate", { deploymentId, number });
    await ports.untilServed("step", number, key);
    expect(await stepOf("step")).toEqual({ status: 200, version: String(number), step: number });
  }
  await vi.waitFor(() => expect(answered).toBeGreaterThan(20), { timeout: 60_000 });
  isDone = true;
  await Promise.all(clients_);

  expect(bad).toEqual([]);
  await ports.change("deployments.unpublish", { deploymentId });
  await vi.waitFor(async () => expect((await stepOf("step")).status).toBe(404), { timeout: 60_000 });
  await ports.change("deployments.activate", { deploymentId, number: 3 });
  await ports.untilServed("step", 3, key);
  expect(await stepOf("step")).toEqual({ status: 200, version: "3", step: 3 });
});

test("metrics without a key name nothing, and with one what it reaches", async () => {
  await infer("wine");
  const scrape = async (headers: Record<string, string> = {}) =>
    (await fetch(`${ports.metrics}/metrics`, { headers })).text();

  const everyone = await scrape();
  expect(everyone).toMatch(/^patchbay_serving_ready 1$/m);
  expect(everyone).not.toContain("wine");
  expect(await scrape(bearer())).toMatch(/^nv_inference_request_success\{model="wine",version="1"\} \d+$/m);
});

test("what is published is loaded and unloaded by the server itself", async () => {
  const answer = await call(`${ports.http}/v2/repository/models/wine/unload`, { method: "POST", headers: bearer() });

  expectError(answer, 400, /use the Deployments page/);
});

test("a published version of a model cannot be removed, and one that answered before goes with its place in the history", async () => {
  const { modelId, hash } = await ports.uploadModel("Kept", adding(11));
  const next = await ports.uploadModel("Kept", adding(12), { modelId });
  const { deploymentId } = await ports.publishModel("kept", modelId, 1);
  await expect(ports.change("models.removeVersion", { modelId, hash })).rejects.toMatchObject({
    code: "CONFLICT",
    reason: "published",
    message: expect.stringMatching(/"Kept" is published as "kept"\. Unpublish it/),
  });

  await ports.publishModel("kept", modelId, 2);
  await ports.change("models.removeVersion", { modelId, hash });

  const { data } = await ports.web.call(ports.web.ours.people.viewer, "deployments.get", { deploymentId });
  expect(data).toMatchObject({ type: "model", current: 2, versions: [{ number: 2, sourceVersion: 2 }] });
  await expect(ports.change("deployments.activate", { deploymentId, number: 1 })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  await ports.change("deployments.unpublish", { deploymentId });
  await ports.change("models.removeVersion", { modelId, hash: next.hash });
  expect((await ports.web.call(ports.web.ours.people.viewer, "deployments.get", { deploymentId })).error).toMatchObject(
    {
      data: { code: "NOT_FOUND" },
    },
  );
});

test("a name belongs to one workflow or model", async () => {
  const { modelId } = await ports.uploadModel("Another", adding(20));

  await expect(ports.publishModel("wine", modelId, 1)).rejects.toMatchObject({
    code: "CONFLICT",
    reason: "name-taken",
  });
  await expect(ports.publishModel("fine", modelId, 2)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(ports.publishModel("fine", randomUUID(), 1)).rejects.toMatchObject({ code: "NOT_FOUND" });
});
