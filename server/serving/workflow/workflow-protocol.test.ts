import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findEndpoints } from "../../cli/find-endpoints.ts";
import { templatesFolder } from "../../cli/load-workflow.ts";
import { call, expectError, post, postBinary, serveForTests } from "../model-server-for-tests.ts";
import { writeContents } from "../wire-tensor.ts";

const names = ["score-wines", "read-handwritten-digits", "find-and-count-shapes", "segment-shapes"];
const { workflows } = await findEndpoints(names.map((name) => join(templatesFolder, name)));
const server = await serveForTests({ workflows });
const at = (path: string) => `${server.httpUrl}/v2/models/${path}`;

type Output = { name: string; datatype: string; shape: number[]; data: unknown[] };
const outputsOf = (answer: { json: Record<string, unknown> }) =>
  Object.fromEntries((answer.json.outputs as Output[]).map((output) => [output.name, output]));
const bytesInput = (name: string, ...data: string[]) => ({ name, shape: [data.length], datatype: "BYTES", data });
const digit = (number: number) =>
  readFileSync(join(templatesFolder, `models/digits/samples/digit-${number}.png`)).toString("base64");

test("a workflow tells its inputs and outputs as a model does", async () => {
  expect((await call(at("read-handwritten-digits"))).json).toEqual({
    name: "read-handwritten-digits",
    versions: ["1"],
    platform: "ensemble",
    inputs: [{ name: "pictures", datatype: "BYTES", shape: [-1] }],
    outputs: [
      { name: "digits", datatype: "BYTES", shape: [-1] },
      { name: "reading", datatype: "BYTES", shape: [1] },
    ],
  });
  expect((await call(at("read-handwritten-digits/config"))).json).toMatchObject({
    platform: "ensemble",
    input: [{ name: "pictures", data_type: "TYPE_STRING", dims: [-1], optional: true }],
  });
});

test("a list of pictures goes in, what the workflow reads comes out, and is counted", async () => {
  const answer = await post(at("read-handwritten-digits/infer"), {
    id: "7",
    inputs: [bytesInput("pictures", digit(3), digit(1), digit(4))],
  });

  const { digits, reading } = outputsOf(answer);
  expect(answer).toMatchObject({ status: 200, json: { id: "7", model_name: "read-handwritten-digits" } });
  expect(digits!.data.map((text) => (JSON.parse(String(text)) as { labels: unknown[] }).labels[0])).toMatchObject([
    { label: "3" },
    { label: "1" },
    { label: "4" },
  ]);
  expect(reading!.data).toEqual([expect.stringContaining("3")]);
  expect((await call(at("read-handwritten-digits/stats"))).json).toMatchObject({
    model_stats: [{ version: "1", inference_stats: { success: { count: 1 } } }],
  });
  expect(await (await fetch(`${server.metricsUrl}/metrics`)).text()).toContain(
    'nv_inference_request_success{model="read-handwritten-digits",version="1"} 1',
  );
});

test("pictures go as bytes and as pixels, and come back as files", async () => {
  const file = readFileSync(join(templatesFolder, "models/shapes-detector/samples/scene-1.png"));
  const bytes = writeContents([file]);
  const asFile = await postBinary(
    at("find-and-count-shapes/infer"),
    {
      inputs: [{ name: "image", shape: [1], datatype: "BYTES", parameters: { binary_data_size: bytes.length } }],
      parameters: { binary_data_output: true },
    },
    [bytes],
  );
  const blank = await post(at("find-and-count-shapes/infer"), {
    inputs: [
      { name: "image", shape: [96, 96, 3], datatype: "UINT8", data: Array.from({ length: 96 * 96 * 3 }, () => 0) },
    ],
    outputs: [{ name: "count" }],
  });

  expect(asFile.status).toBe(200);
  expect(asFile.bytes.subarray(5, 8).toString()).toBe("PNG"); // behind its length and one byte of the signature
  expect(outputsOf(blank)).toEqual({ count: { name: "count", datatype: "FP64", shape: [1], data: [0] } });
});

test("a picture alone may be all of the body", async () => {
  const file = readFileSync(join(templatesFolder, "models/shapes-detector/samples/scene-1.png"));
  const answer = await fetch(at("segment-shapes/infer"), {
    method: "POST",
    headers: { "Inference-Header-Content-Length": "0" },
    body: file,
  });

  expect(answer.status).toBe(200);
});

test("a table comes as text or as columns, and its columns can be asked for", async () => {
  const whole = outputsOf(await post(at("score-wines/infer"), { inputs: [] }));
  const rows = JSON.parse(String(whole.scored!.data[0])) as Record<string, number | string>[];
  const names13 = Object.keys(rows[0]!).slice(0, 13);
  const csv = [names13.join(","), ...rows.slice(0, 2).map((row) => names13.map((name) => row[name]).join(","))];
  const wanted = { outputs: [{ name: "scored.label" }] };
  const asText = await post(at("score-wines/infer"), { inputs: [bytesInput("wines", csv.join("\n"))], ...wanted });
  const asColumns = await post(at("score-wines/infer"), {
    inputs: names13.map((name) => ({
      name: `wines.${name}`,
      shape: [2],
      datatype: "FP64",
      data: rows.slice(0, 2).map((row) => row[name]),
    })),
    ...wanted,
  });

  const label = { name: "scored.label", datatype: "BYTES", shape: [2], data: [rows[0]!.label, rows[1]!.label] };
  expect(outputsOf(asText)).toEqual({ "scored.label": label });
  expect(outputsOf(asColumns)).toEqual({ "scored.label": label });
});

test("what does not fit is named", async () => {
  const infer = at("read-handwritten-digits/infer");

  expectError(await post(infer, { inputs: [bytesInput("pictures", "AAAA")] }), 400, /input "pictures" cannot be used/);
  expectError(await post(infer, { inputs: [bytesInput("photos", "AAAA")] }), 400, /no input "photos".*"pictures"/);
  expectError(await post(infer, { inputs: [], outputs: [{ name: "x" }] }), 400, /no output "x"/);
  expectError(await post(at("score-wines/infer"), { inputs: [], outputs: [{ name: "scored.x" }] }), 400, /column "x"/);
});
