import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { addOne, floats, tensor } from "../inference/onnx/onnx-writer-for-tests.ts";
import { call, expectError, floatBytes, postBinary, serveForTests } from "./model-server-for-tests.ts";
import { watchModels } from "./watch-models.ts";

const root = mkdtempSync(join(tmpdir(), "patchbay-swap-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** y = x + step. */
const adding = (step: number) => addOne({ initializers: [tensor({ name: "one", dims: [1], raw: floats(step) })] });
let folders = 0;
function placeOf(files: Record<string, Uint8Array | string>): string {
  const folder = join(root, String(++folders));
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(join(folder, file, ".."), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
  return folder;
}
/** As a careful person replaces a file: nobody sees half of it. */
function replace(file: string, content: Uint8Array | string) {
  writeFileSync(`${file}.new`, content);
  renameSync(`${file}.new`, file);
}

type Server = Awaited<ReturnType<typeof serveForTests>>;
const load = (server: Server, name: string) =>
  call(`${server.httpUrl}/v2/repository/models/${name}/load`, { method: "POST" });
const unload = (server: Server, name: string) =>
  call(`${server.httpUrl}/v2/repository/models/${name}/unload`, { method: "POST" });
async function askFor(server: Server, path: string) {
  const input = { name: "x", shape: [1, 2], datatype: "FP32", parameters: { binary_data_size: 8 } };
  const answer = await postBinary(`${server.httpUrl}/v2/models/${path}/infer`, { inputs: [input] }, [
    floatBytes([0, 0]),
  ]);
  const outputs = answer.json.outputs as { data: number[] }[] | undefined;
  return { ...answer, step: outputs?.[0]?.data[0] };
}

test("a hundred swaps under load fail no request, and answers never go back to an older content", async () => {
  const place = placeOf({ "step.onnx": adding(0) });
  const server = await serveForTests({ places: [place], isOpenToChange: true });
  const bad: unknown[] = [];
  let answered = 0;
  let isDone = false;
  const client = async () => {
    let newest = 0;
    while (!isDone) {
      const { status, step, json } = await askFor(server, "step");
      if (status !== 200 || step! < newest) bad.push({ status, step, newest, json });
      newest = Math.max(newest, step ?? 0);
      answered++;
    }
  };
  const clients = [client(), client(), client()];

  for (let step = 1; step <= 100; step++) {
    replace(join(place, "step.onnx"), adding(step));
    expect(await load(server, "step")).toMatchObject({ status: 200 });
    expect((await askFor(server, "step")).step).toBe(step);
  }
  isDone = true;
  await Promise.all(clients);

  expect(bad).toEqual([]);
  expect(answered).toBeGreaterThan(100);
  const metrics = await (await fetch(`${server.metricsUrl}/metrics`)).text();
  expect(metrics).toMatch(/^patchbay_serving_swaps_total 100$/m);
  expect(metrics).toMatch(/^patchbay_serving_restarts_total 0$/m);
  expect(metrics).toMatch(/^nv_inference_request_failure\{model="step",.*"BACKEND"\} 0$/m);
});

test("what cannot be served does not take the place of what is", async () => {
  const place = placeOf({ "step.onnx": adding(1) });
  const server = await serveForTests({ places: [place], isOpenToChange: true });

  replace(join(place, "step.onnx"), "no model");
  expectError(await load(server, "step"), 400, /step\.onnx: /);
  expectError(await load(server, "step"), 400, /step\.onnx: /);

  expect((await askFor(server, "step")).step).toBe(1);
  expect((await call(`${server.httpUrl}/v2/models/step/ready`)).json.ready).toBe(true);
});

test("the newest versions are served, each at its address, and a new one takes the place of the oldest", async () => {
  const place = placeOf({
    "step/1/model.onnx": adding(1),
    "step/2/model.onnx": adding(2),
    "step/10/model.onnx": adding(10),
  });
  const server = await serveForTests({ places: [place], newest: 2, isOpenToChange: true });
  expect((await call(`${server.httpUrl}/v2/models/step`)).json.versions).toEqual(["2", "10"]);
  expect((await askFor(server, "step")).step).toBe(10);
  expect((await askFor(server, "step/versions/2")).step).toBe(2);
  expectError(await askFor(server, "step/versions/1"), 404, /no version "1", only "2", "10"/);

  mkdirSync(join(place, "step/11"));
  writeFileSync(join(place, "step/11/model.onnx"), adding(11));
  await load(server, "step");

  expect((await call(`${server.httpUrl}/v2/models/step`)).json.versions).toEqual(["10", "11"]);
  expect((await askFor(server, "step")).step).toBe(11);
});

test("an unloaded model answers 404 until it is loaded again, and a new one can be added", async () => {
  const place = placeOf({ "step.onnx": adding(1) });
  const server = await serveForTests({ places: [place], isOpenToChange: true });

  expect(await unload(server, "step")).toMatchObject({ status: 200 });
  expectError(await askFor(server, "step"), 404, /unloaded/);
  const index = await call(`${server.httpUrl}/v2/repository/index`, { method: "POST", body: '{"ready": true}' });
  expect(index.json).toEqual([]);
  await load(server, "step");
  expect((await askFor(server, "step")).step).toBe(1);

  writeFileSync(join(place, "other.onnx"), adding(5));
  expect(await load(server, "other")).toMatchObject({ status: 200 });
  expect((await askFor(server, "other")).step).toBe(5);
});

test("a file that changes is taken up by its content, not by its times, and one half written is not", async () => {
  const place = placeOf({ "step.onnx": adding(1) });
  const file = join(place, "step.onnx");
  const server = await serveForTests({ places: [place] });
  const watch = watchModels(server.repository, { everyMs: 3_600_000, onLog: () => {} });
  afterAll(watch.close);
  const keep = new Date(2020, 1, 1);
  const write = (content: Uint8Array) => {
    writeFileSync(file, content);
    utimesSync(file, keep, keep);
  };
  await watch.look();

  write(adding(2).subarray(0, 40));
  await watch.look();
  write(adding(2));
  await watch.look();
  expect((await askFor(server, "step")).step).toBe(1);
  await watch.look();
  expect((await askFor(server, "step")).step).toBe(2);

  writeFileSync(file, readFileSync(file));
  await watch.look();
  await watch.look();
  expect(server.repository.swaps()).toBe(1);

  rmSync(file);
  await watch.look();
  await vi.waitFor(async () => expectError(await askFor(server, "step"), 404, /no model "step"/), { timeout: 60_000 });
});
