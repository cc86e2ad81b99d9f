import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { emptyGraph } from "#graph/schema";
import { addOne } from "../inference/onnx/onnx-writer-for-tests.ts";
import { templatesFolder } from "./load-workflow.ts";
import { patchbay, patchbayJson, scratchFolder, writeScratch } from "./patchbay-for-tests.ts";

const folder = scratchFolder();
const script = fileURLToPath(new URL("../../scripts/patchbay.mjs", import.meta.url));
const models = join(templatesFolder, "models");
const anyPorts = ["--http-port", "0", "--grpc-port", "0", "--metrics-port", "0"];

test("serves models and workflows until SIGTERM, and then ends with 0", async () => {
  const args = ["serve", join(models, "wine/model.onnx"), "score-wines", ...anyPorts, "--json"];
  const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "ignore"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
  const started = JSON.parse(line) as { http: string; metrics: string; models: string[] };

  expect(started.models).toEqual(["score-wines", "wine"]);
  expect((await fetch(`${started.http}/v2/health/ready`)).status).toBe(200);
  expect((await fetch(`${started.http}/v2/models/wine`)).status).toBe(200);
  const scored = await fetch(`${started.http}/v2/models/score-wines/infer`, { method: "POST", body: '{"inputs": []}' });
  expect(scored.status).toBe(200);
  expect((await fetch(started.metrics)).status).toBe(200);

  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
});

test("a key that was made opens the server on all addresses until it is taken back, and no other does", async () => {
  const file = join(folder, "keys.txt");
  const made = await patchbayJson("keys", "create", "--admin", "--name", "the operator", "--file", file);
  const key = made.document.key as string;
  const args = [
    "serve",
    join(models, "wine/model.onnx"),
    "--host",
    "0.0.0.0",
    "--api-keys",
    file,
    ...anyPorts,
    "--json",
  ];
  const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (log += text));
  const [line] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
  const { http } = JSON.parse(line) as { http: string };
  const load = `${http}/v2/repository/models/wine/load`;

  expect((await fetch(load, { method: "POST" })).status).toBe(401);
  const headers = { Authorization: `Bearer ${key}` };
  expect((await fetch(load, { method: "POST", headers })).status).toBe(200);
  expect(readFileSync(file, "utf8")).not.toContain(key);

  const second = (await patchbayJson("keys", "create", "--name", "the camera", "--file", file)).document.key as string;
  const statusOf = async () =>
    (await fetch(`${http}/v2/models/wine`, { headers: { Authorization: `Bearer ${second}` } })).status;
  await expect.poll(statusOf).toBe(200);
  const withoutIt = readFileSync(file, "utf8").replace(/^.*the camera.*\n/m, "");
  writeFileSync(file, `${withoutIt}no key at all\n`);
  await expect.poll(() => log).toContain("those of before count on: Line");
  expect(await statusOf()).toBe(200);
  writeFileSync(file, withoutIt);
  await expect.poll(statusOf).toBe(401);
});

test.for([
  [[], /none is given/],
  [["nowhere.onnx"], /no file or folder nowhere\.onnx/],
  [[folder], /no \.onnx file/],
  [[models, "--http-port", "x"], /--http-port/],
  [[models, "--nope"], /--nope/],
  [[models, "--max-request-mb", "0"], /from 1 to 1000/],
  [[models, ...anyPorts, "--open", "--host", "no-such-host.invalid"], /cannot listen.*no-such-host\.invalid/],
  [[models, "--versions", "0"], /from 1 to 1000 or "all"/],
  [[models, "--host", "0.0.0.0"], /--api-keys.*--open/],
  [[models, "--host", "127.example"], /--api-keys.*--open/],
  [[models, "--host", "0.0.0.0", "--open", "--allow-repository"], /admin key/],
  [[models, "--api-keys", "nowhere.txt"], /nowhere\.txt/],
] as const)("%s is bad usage", async ([args, message]) => {
  const { code, stderr } = await patchbay("serve", ...args);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
});

test("two models of one name, and a file that is no model, are named", async () => {
  const wine = writeScratch(folder, "wine.onnx", addOne());
  expect(await patchbay("serve", models, wine)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/both.*"wine"/),
  });
  const text = writeScratch(folder, "text.onnx", "no model");
  expect(await patchbay("serve", text)).toMatchObject({ code: 2, stderr: expect.stringContaining("text.onnx: ") });
});

test("a workflow that cannot be served is named with its problems", async () => {
  const empty = writeScratch(folder, "empty.json", JSON.stringify({ title: "Empty", graph: emptyGraph }));
  const { code, stderr } = await patchbay("serve", empty);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringMatching(/empty\.json cannot be served:\n {2}The/),
  });
});

test("a port that is taken is named", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void other.close());
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  const { code, stderr } = await patchbay("serve", models, ...anyPorts, "--http-port", String(port));
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringMatching(/^The server cannot listen: .*EADDRINUSE/),
  });
});
