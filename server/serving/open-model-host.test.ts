import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { countingLoop } from "../inference/onnx/hostile-models-for-tests.ts";
import { addOne } from "../inference/onnx/onnx-writer-for-tests.ts";
import {
  call,
  demoModels,
  expectError,
  floatBytes,
  holdComputing,
  post,
  postBinary,
  serveForTests,
  wineInput,
} from "./model-server-for-tests.ts";

type Server = Awaited<ReturnType<typeof serveForTests>>;
const inferUrl = (server: Server, model: string) => `${server.httpUrl}/v2/models/${model}/infer`;

const pending = ({ directory }: Server, model: string) => directory.require(model).pending();

function computeLong(server: Server, sidePx = 800) {
  const bytes = new Uint8Array(3 * sidePx * sidePx * 4);
  const shape = [1, 3, sidePx, sidePx];
  const input = { name: "images", shape, datatype: "FP32", parameters: { binary_data_size: bytes.length } };
  const head = { inputs: [input], parameters: { binary_data_output: true } };
  return postBinary(inferUrl(server, "shapes-segmenter"), head, [bytes]);
}
const computing = (server: Server) =>
  vi.waitFor(() => expect(pending(server, "shapes-segmenter")).toBe(1), { timeout: 60_000 });

test("health is answered while a model computes, and a large answer comes whole", async () => {
  const server = await serveForTests();
  const sidePx = 1_200; // more bytes than one frame takes, both ways
  const letGo = holdComputing(server);
  const long = computeLong(server, sidePx);
  await computing(server);
  const { status } = await call(`${server.httpUrl}/v2/health/live`);
  expect({ status, pending: pending(server, "shapes-segmenter") }).toEqual({ status: 200, pending: 1 });
  letGo();
  expect((await long).bytes).toHaveLength(5 * sidePx ** 2 * 4);
});

test("many at once each get their own answer", async () => {
  const server = await serveForTests();
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      post(inferUrl(server, "wine"), { id: String(index), inputs: [wineInput((index % 7) + 1)] }),
    ),
  );
  for (const [index, { json }] of answers.entries()) {
    expect(json).toMatchObject({ id: String(index), outputs: [{ shape: [(index % 7) + 1] }, {}] });
  }
});

test("when the process that computes is killed, its requests get 503 and it comes back", async () => {
  const server = await serveForTests();
  const pid = server.host.pid()!;
  holdComputing(server);
  const lost = computeLong(server);
  await computing(server);
  process.kill(pid, "SIGKILL");
  expectError(await lost, 503, /died/);
  // At once, before another process can have started.
  const [meanwhile, ready, live] = await Promise.all([
    post(inferUrl(server, "wine"), { inputs: [wineInput()] }),
    call(`${server.httpUrl}/v2/health/ready`),
    call(`${server.httpUrl}/v2/health/live`),
  ]);
  expectError(meanwhile, 503, /not loaded yet/);
  expect(meanwhile.headers.get("retry-after")).toBe("1");
  expect(ready).toMatchObject({ status: 503, json: { ready: false } });
  expect(live).toMatchObject({ status: 200 });

  await vi.waitFor(() => expect(server.host.isReady()).toBe(true), { timeout: 60_000 });
  expect(server.host.pid()).not.toBe(pid);
  expect(await post(inferUrl(server, "wine"), { inputs: [wineInput()] })).toMatchObject({ status: 200 });
  expect(await (await fetch(`${server.metricsUrl}/metrics`)).text()).toMatch(/^patchbay_serving_restarts_total 1$/m);
});

test("a model that takes too long is ended with 504, and the others go on after it", async () => {
  const server = await serveForTests({ inferTimeoutMs: 1_000 });
  holdComputing(server);
  expectError(await computeLong(server), 504, /longer than the 1 s/);
  await vi.waitFor(() => expect(server.host.restarts()).toBe(1), { timeout: 60_000 });
  // On a busy machine even this may take too long at first.
  await vi.waitFor(
    async () => expect(await post(inferUrl(server, "wine"), { inputs: [wineInput()] })).toMatchObject({ status: 200 }),
    { timeout: 60_000 },
  );
});

test("a model that never ends is tried for no longer than a request, and the others are served", async () => {
  const folder = mkdtempSync(join(tmpdir(), "patchbay-endless-"));
  writeFileSync(join(folder, "endless.onnx"), countingLoop(2n ** 63n - 1n));
  writeFileSync(join(folder, "plus.onnx"), addOne());

  const server = await serveForTests({ places: [folder], inferTimeoutMs: 2_000 });

  const numbers = { name: "x", shape: [1], datatype: "FP32", data: [1] };
  expect((await call(`${server.httpUrl}/v2/models/plus/ready`)).status).toBe(200);
  expectError(await post(inferUrl(server, "endless"), { inputs: [numbers] }), 504, /longer than the 2 s/);
  await rm(folder, { recursive: true });
}, 60_000);

test("more than may wait are told to come back", async () => {
  const server = await serveForTests({ limits: { maxWaiting: 1 }, sentAtOnce: 2 });
  const letGo = holdComputing(server);
  const long = computeLong(server);
  await computing(server);
  let answered = 0;
  const asked = Array.from({ length: 6 }, () =>
    post(inferUrl(server, "wine"), { inputs: [wineInput()] }).finally(() => answered++),
  );
  await vi.waitFor(() => expect(answered).toBe(4), { timeout: 60_000 });
  letGo();
  const answers = await Promise.all(asked);
  expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
    200, 200, 429, 429, 429, 429,
  ]);
  await long;
});

test("what is held in memory at the same time has a limit", async () => {
  const server = await serveForTests({ maxHeldBytes: 100_000 });
  expectError(await computeLong(server, 256), 429, /held in memory/);
  expect(await post(inferUrl(server, "wine"), { inputs: [wineInput()] })).toMatchObject({ status: 200 });
});

test("a request whose client has gone is taken back from the queue", async () => {
  const server = await serveForTests({ sentAtOnce: 2 });
  const letGo = holdComputing(server);
  const long = computeLong(server);
  await computing(server);
  const sent = post(inferUrl(server, "wine"), { inputs: [wineInput()] });
  await vi.waitFor(() => expect(pending(server, "wine")).toBe(1), { timeout: 60_000 });
  const abort = new AbortController();
  const body = JSON.stringify({ inputs: [wineInput()] });
  const given = fetch(inferUrl(server, "wine"), { method: "POST", body, signal: abort.signal }).catch(() => "gone");
  await vi.waitFor(() => expect(pending(server, "wine")).toBe(2), { timeout: 60_000 });
  abort.abort();
  expect(await given).toBe("gone");
  await vi.waitFor(() => expect(pending(server, "wine")).toBe(1), { timeout: 60_000 });
  letGo();
  expect((await sent).status).toBe(200);
  await long;
  expect(await (await fetch(`${server.metricsUrl}/metrics`)).text()).toMatch(/"wine",.*"CANCELED"\} 1$/m);
});

test("ending answers what is open and takes nothing new", async () => {
  const server = await serveForTests();
  const letGo = holdComputing(server);
  const long = computeLong(server);
  await computing(server);
  const closed = server.close();
  letGo();
  expect((await long).status).toBe(200);
  await closed;
  await expect(fetch(`${server.httpUrl}/v2`)).rejects.toThrow("fetch failed");
});

const folder = mkdtempSync(join(tmpdir(), "patchbay-serving-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

test("a model whose file changed since the start is not served, the others are", async () => {
  mkdirSync(join(folder, "wine"));
  cpSync(join(demoModels, "wine/model.onnx"), join(folder, "wine/model.onnx"));
  const changing = join(folder, "my model.onnx");
  writeFileSync(changing, addOne());
  const server = await serveForTests({ places: [folder] });
  const infer = () =>
    postBinary(
      inferUrl(server, "my-model"),
      { inputs: [{ name: "x", shape: [1, 2], datatype: "FP32", parameters: { binary_data_size: 8 } }] },
      [floatBytes([1, 2])],
    );
  expect((await infer()).json.outputs).toMatchObject([{ data: [2, 3] }]);

  writeFileSync(changing, addOne({ producer: "another" }));
  process.kill(server.host.pid()!, "SIGKILL");
  await vi.waitFor(() => expect(server.host.restarts()).toBe(1), { timeout: 60_000 });
  await vi.waitFor(() => expect(server.host.isReady()).toBe(true), { timeout: 60_000 });
  expectError(await infer(), 503, /has changed since it was loaded/);
  expect(await call(`${server.httpUrl}/v2/models/my-model/ready`)).toMatchObject({ status: 503 });
  expect(await post(inferUrl(server, "wine"), { inputs: [wineInput()] })).toMatchObject({ status: 200 });
});
