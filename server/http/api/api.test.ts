import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { JsonObject, JsonValue } from "../../../graph/json.ts";
import type { Graph } from "../../../graph/schema.ts";
import { graphOf, passing } from "../../deployments/graphs-for-tests.ts";
import { openEnginePool } from "../../engine/engine-pool.ts";
import { startWorker, type Worker } from "../../worker/start-worker.ts";
import { createTestWeb, type TestWeb } from "../web-for-tests.ts";
import type { ApiHandler } from "./handle-api.ts";
import { handleApiWith } from "./handle-api.ts";
import { answerOpenApi } from "./openapi-route.ts";
import { answerApiCancel, answerApiFile, answerApiRetry, answerApiRun } from "./run-routes.ts";
import { answerStartRun } from "./start-run-route.ts";

let web: TestWeb;
let worker: Worker;
let key: string;
beforeAll(async () => {
  web = await createTestWeb();
  const { artifacts, env } = web.services;
  worker = await startWorker({
    database: web.database,
    databaseUrl: env.databaseUrl!,
    artifacts,
    pool: openEnginePool({ artifacts, onLog: () => {} }),
    slots: 4,
    onLog: () => {},
  });
  key = await createKey();
  await publish("echo", passing);
});
afterAll(async () => {
  await worker.stop();
  await web.close();
});

const admin = () => web.ours.people.admin;

async function createKey(more: JsonObject = {}, person = admin()): Promise<string> {
  const input = { name: "Robot", mayRun: true, deploymentIds: null, expiresAt: null, ...more };
  return ((await web.call(person, "apiKeys.create", input)).data as { key: string }).key;
}

async function publish(name: string, graph: Graph, person = admin()): Promise<string> {
  const { data } = await web.call(person, "workflows.create", { title: name, graph });
  const workflowId = (data as { id: string }).id;
  const { data: published, error } = await web.call(person, "deployments.publish", {
    workflowId,
    workflowVersion: 1,
    name,
  });
  expect(error).toBeUndefined();
  return (published as { deploymentId: string }).deploymentId;
}

type Sent = { key?: string | null; headers?: Record<string, string>; method?: string; body?: BodyInit };
function send(path: string, handler: ApiHandler, { key: sentKey = key, headers, ...init }: Sent = {}) {
  const request = new Request(`http://127.0.0.1:3000${path}`, {
    ...init,
    headers: { ...(sentKey !== null && { authorization: `Bearer ${sentKey}` }), ...headers },
  });
  return handleApiWith(web.services, request, handler);
}

function run(name: string, inputs: Record<string, JsonValue>, { headers, ...more }: Sent = {}) {
  return send(`/api/v1/workflows/${name}/runs`, (caller, request) => answerStartRun(caller, request, { name }), {
    method: "POST",
    body: JSON.stringify({ inputs }),
    headers: { "content-type": "application/json", ...headers },
    ...more,
  });
}
const getRun = (id: string, sent: Sent = {}) =>
  send(`/api/v1/runs/${id}`, (caller, request) => answerApiRun(caller, request, { id }), sent);

type Body = { id: string; status: string; outputs: Record<string, JsonValue>; message: string };
const bodyOf = async (response: Response) => (await response.json()) as Body;

test("a request that waits gets the outputs, and the run is in the history under the key's name", async () => {
  const response = await run("echo", { word: "moin" });
  const body = await bodyOf(response);

  expect(response.status).toBe(200);
  expect(body).toMatchObject({ status: "succeeded", outputs: { result: "moin" } });
  expect(response.headers.get("location")).toBe(`/api/v1/runs/${body.id}`);
  const { data } = await web.call(web.ours.people.viewer, "runs.list", {});
  expect(data).toMatchObject({
    items: [{ id: body.id, workflowTitle: "echo", status: "succeeded", startedBy: { name: "API: Robot" } }],
  });
  const { data: deployments } = await web.call(web.ours.people.viewer, "deployments.list");
  expect(deployments).toMatchObject([{ name: "echo", traffic: { requests: 1, failed: 0 } }]);
});

test("a request that gives nothing needs no body, and another form than JSON and forms is refused with both", async () => {
  const start = (init: { headers: Record<string, string>; body?: string }) =>
    send("/api/v1/workflows/echo/runs", (caller, request) => answerStartRun(caller, request, { name: "echo" }), {
      method: "POST",
      ...init,
    });
  expect((await start({ headers: { "content-length": "0" } })).status).toBe(200);
  const refused = await start({ headers: { "content-type": "text/plain" }, body: "{}" });
  expect(refused.status).toBe(415);
  expect((await bodyOf(refused)).message).toMatch(/takes application\/json or multipart\/form-data/);
});

test("a request that does not wait is told where its run is", async () => {
  const response = await run("echo", {}, { headers: { prefer: "respond-async" } });
  const { id } = await bodyOf(response);

  expect(response.status).toBe(202);
  await vi.waitFor(async () => expect(await bodyOf(await getRun(id))).toMatchObject({ outputs: { result: "hello" } }), {
    timeout: 60_000,
    interval: 200,
  });
});

test("a stream tells what happens, and ends with the outputs", async () => {
  const response = await run("echo", { word: "stream" }, { headers: { accept: "text/event-stream" } });
  const text = await response.text();

  expect(response.headers.get("content-type")).toBe("text/event-stream");
  expect(text).toMatch(/event: run\.started\n/);
  expect(text).not.toContain("onnxruntime");
  expect(text).toMatch(/event: result\ndata: .*"outputs":\{"result":"stream"\}/);
});

test("fifty requests of one Idempotency-Key are one run and fifty equal answers", async () => {
  const before = await countRuns();
  const headers = { "idempotency-key": randomUUID() };

  const answers = await Promise.all(
    Array.from({ length: 50 }, async () => (await run("echo", { word: "once" }, { headers })).text()),
  );

  expect(new Set(answers).size).toBe(1);
  expect(JSON.parse(answers[0]!)).toMatchObject({ status: "succeeded", outputs: { result: "once" } });
  expect(await countRuns()).toBe(before + 1);
  const other = await run("echo", { word: "twice" }, { headers });
  expect(other.status).toBe(409);
  expect(await bodyOf(other)).toMatchObject({ reason: "idempotency-key-reused" });
  const otherKey = await createKey();
  expect(await bodyOf(await run("echo", { word: "twice" }, { headers, key: otherKey }))).toMatchObject({
    outputs: { result: "twice" },
  });
});

async function countRuns(): Promise<number> {
  const { data } = await web.call(admin(), "runs.list", { limit: 1 });
  return (data as { items: { number: number }[] }).items[0]?.number ?? 0;
}

test("pictures come as base64, as a form and go out as files", async () => {
  const png = readFileSync(join(import.meta.dirname, "../../../templates/models/digits/samples/digit-3.png"));
  await publish(
    "resize",
    graphOf(
      {
        in: ["workflow-input", { name: "pictures", kind: "image", list: true }],
        small: ["resize-image", { width: 4, height: 4 }],
        out: ["workflow-output", { name: "small" }],
      },
      "in.value small.image",
      "small.image out.value",
    ),
  );
  const form = new FormData();
  for (const name of ["a.png", "b.png"]) form.append("pictures", new Blob([new Uint8Array(png)]), name);
  const multipart = new Response(form);

  const asJson = await bodyOf(await run("resize", { pictures: [png.toString("base64")] }));
  const asForm = await bodyOf(
    await run(
      "resize",
      {},
      {
        headers: { "content-type": multipart.headers.get("content-type")! },
        body: await multipart.arrayBuffer(),
      },
    ),
  );

  expect(asJson).toMatchObject({ status: "succeeded", outputs: { small: [{ mediaType: "image/png" }] } });
  expect(asForm.outputs.small).toHaveLength(2);
  const [{ url }] = asJson.outputs.small as [{ url: string }];
  const hash = url.split("/").at(-1)!;
  const file = await send(url, (caller, request) => answerApiFile(caller, request, { id: asJson.id, hash }));
  expect(file.headers.get("content-type")).toBe("image/png");
  const foreign = await send(url, (caller, request) =>
    answerApiFile(caller, request, { id: asJson.id, hash: "0".repeat(64) }),
  );
  expect(foreign.status).toBe(404);
});

test("a run that fails says why", async () => {
  await publish(
    "fails",
    graphOf(
      {
        in: ["workflow-input", { name: "it", kind: "json" }],
        sum: ["evaluate", { expression: "value.x.y", inputs: ["value"], output: "json" }],
        out: ["workflow-output", { name: "result" }],
      },
      "in.value sum.value",
      "sum.result out.value",
    ),
  );

  const response = await run("fails", { it: 1 });

  expect(response.status).toBe(422);
  expect(await bodyOf(response)).toMatchObject({ status: "failed", failure: { kind: "expression-failed" } });
});

test("who may not gets a sentence and nothing else", async () => {
  const echoId = ((await web.call(admin(), "deployments.list")).data as { id: string; name: string }[]).find(
    ({ name }) => name === "echo",
  )!.id;
  await publish("other", passing);
  const onlyEcho = await createKey({ deploymentIds: [echoId] });
  const reader = await createKey({ mayRun: false });
  const foreign = await createKey({}, web.theirs.people.admin);
  const { id } = await bodyOf(await run("other", {}));

  for (const [wanted, response] of [
    [401, await run("echo", {}, { key: null })],
    [401, await run("echo", {}, { key: "pb_nonsense" })],
    [403, await run("echo", {}, { key: reader })],
    [404, await run("echo", {}, { key: foreign })],
    [404, await run("other", {}, { key: onlyEcho })],
    [200, await run("echo", {}, { key: onlyEcho })],
    [404, await getRun(id, { key: onlyEcho })],
    [404, await getRun(id, { key: foreign })],
    [200, await getRun(id, { key: reader })],
    [404, await getRun("nonsense")],
    [403, await cancel(id, reader)],
    [202, await cancel(id, key)],
    [403, await retry(id, reader)],
    [404, await retry(randomUUID(), key)],
  ] as const) {
    expect(response.status).toBe(wanted);
    if (wanted >= 400) expect(await bodyOf(response)).toMatchObject({ message: expect.any(String) });
  }
});

const cancel = (id: string, sentKey: string) =>
  send(`/api/v1/runs/${id}/cancel`, (caller, request) => answerApiCancel(caller, request, { id }), {
    method: "POST",
    key: sentKey,
  });

const retry = (id: string, sentKey: string) =>
  send(`/api/v1/runs/${id}/retry`, (caller, request) => answerApiRetry(caller, request, { id }), {
    method: "POST",
    key: sentKey,
  });

test("a run that failed is retried under its id, by the name of the key; one that goes on is not", async () => {
  const { id } = await bodyOf(await run("fails", { it: 1 }));

  const retried = await retry(id, key);
  const again = await getRun(id);

  expect(retried.status).toBe(202);
  expect(await bodyOf(retried)).toMatchObject({ id, status: expect.stringMatching(/queued|running|failed/) });
  expect(again.status).toBe(200);
  await expect.poll(async () => (await bodyOf(await getRun(id))).status).toBe("failed");
  const { rows } = await web.database.$client.query<{ event: { by: string } }>(
    "select event from run_events where run_id = $1 and type = 'run.retried'",
    [id],
  );
  expect(rows.map(({ event }) => event.by)).toEqual(["API: Robot"]);
  const done = await bodyOf(await run("echo", { word: "x" }));
  const refused = await retry(done.id, key);
  expect(refused.status).toBe(409);
  expect((await bodyOf(refused)).message).toMatch(/succeeded, so there is nothing to retry/);
});

test.each<[string, string, JsonValue, RegExp]>([
  ["an input that is not there", "echo", { inputs: { nope: 1 } }, /no input "nope".*"word"/],
  ["a value of another kind", "echo", { inputs: { word: 1 } }, /"word" takes a text/],
  ["another graph", "echo", { inputs: {}, graph: {} }, /graph/],
  ["a path as a file", "resize", { inputs: { pictures: [7] } }, /"pictures" takes a file/],
])("%s is refused with what would be right", async (_what, name, body, message) => {
  const response = await run(name, {}, { body: JSON.stringify(body) });

  expect(response.status).toBe(400);
  expect((await bodyOf(response)).message).toMatch(message);
});

test("the OpenAPI document names the inputs and outputs of the version", async () => {
  const response = await send("/api/v1/workflows/echo/openapi.json", (caller, request) =>
    answerOpenApi(caller, request, { name: "echo" }),
  );
  const document = (await response.json()) as JsonObject;

  expect(document).toMatchObject({
    openapi: "3.1.0",
    info: { title: "echo", version: "1" },
    components: { schemas: { Run: { properties: { outputs: { properties: { result: { type: "string" } } } } } } },
  });
  expect(JSON.stringify(document)).toContain('"word":{"type":"string","default":"hello"}');
});
