import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { addOne, externalData, model, node, tensor, valueInfo } from "../inference/onnx/onnx-writer-for-tests.ts";
import { templatesFolder } from "./load-workflow.ts";
import { patchbay, patchbayJson, scratchFolder, writeScratch } from "./patchbay-for-tests.ts";

const folder = scratchFolder();

describe("models inspect", () => {
  const wine = join(templatesFolder, "models/wine/model.onnx");

  test("shows what a model declares, as JSON", async () => {
    const { code, document } = await patchbayJson("models", "inspect", wine);

    expect(code).toBe(0);
    expect(document).toMatchObject({
      file: wine,
      sha256: createHash("sha256").update(readFileSync(wine)).digest("hex"),
      sizeBytes: 2244,
      parameterCount: 233,
      inputs: [{ name: "features", dtype: "float32", shape: ["batch", 13] }],
      outputs: [
        { name: "label", dtype: "int64", shape: ["batch"] },
        { name: "probabilities", dtype: "float32", shape: ["batch", 3] },
      ],
    });
  });

  test("shows it to a person", async () => {
    const { code, stdout } = await patchbay("models", "inspect", wine);

    expect(code).toBe(0);
    expect(stdout).toContain("features  float32 [batch, 13]");
    expect(stdout).toContain("Gemm × 2");
  });

  const outside = model({
    nodes: [node("Add", ["x", "w"], ["y"])],
    inputs: [valueInfo("x", "float32", [1])],
    outputs: [valueInfo("y", "float32", [1])],
    initializers: [tensor({ name: "w", dims: [1], more: externalData("/etc/passwd") })],
  });
  test.each([
    ["an empty file", new Uint8Array(), "not-onnx"],
    ["a picture", readFileSync(join(templatesFolder, "models/digits/samples/digit-3.png")), "not-onnx"],
    ["half of a model", Buffer.from(addOne()).subarray(0, 40), "not-onnx"],
    ["a model that reads other files", outside, "external-data-refused"],
  ])("refuses %s: 2, with the reason", async (_, bytes, reason) => {
    const { code, document, stderr } = await patchbayJson("models", "inspect", writeScratch(folder, "m.onnx", bytes));

    expect(code).toBe(2);
    expect(document).toEqual({ error: { message: expect.stringMatching(/m\.onnx: .+\./), reason } });
    expect(stderr).not.toContain("    at ");
  });

  test("says that a file is not there", async () => {
    const { code, stderr } = await patchbay("models", "inspect", join(folder, "no.onnx"));

    expect(code).toBe(2);
    expect(stderr).toMatch(/^The file ".*no\.onnx" cannot be read: there is none\.\n$/);
  });
});

describe("templates list", () => {
  test("names each template with its summary", async () => {
    const { code, stdout } = await patchbay("templates", "list");

    expect(code).toBe(0);
    expect(stdout.trimEnd().split("\n")).toHaveLength(5);
    expect(stdout).toMatch(/^find-and-count-shapes +Finds circles/);
  });

  test("gives them as JSON", async () => {
    const { code, document } = await patchbayJson("templates", "list");

    expect(code).toBe(0);
    expect(document).toContainEqual(
      expect.objectContaining({
        name: "score-wines",
        title: "Score wines from a table",
        nodeCount: 7,
        models: [{ name: "wine", title: "Wine cultivar from chemical analysis", sizeBytes: 2244 }],
      }),
    );
  });
});

test("accelerators --json gives one report for each device, and the CPU is always proved", async () => {
  const { code, document } = await patchbayJson("accelerators");

  expect(code).toBe(0);
  const reports = document as unknown as { device: string; available: boolean; reason?: string }[];
  expect(reports).toContainEqual(expect.objectContaining({ device: "cpu", available: true }));
  for (const { available, reason } of reports) if (!available) expect(reason).toMatch(/\w/);
});

test("accelerators --model says which operators of a model each proved device takes", async () => {
  const wine = join(templatesFolder, "models/wine/model.onnx");

  const { code, document } = await patchbayJson("accelerators", "--model", wine);

  expect(code).toBe(0);
  const reports = document as unknown as { device: string; available: boolean; operators?: { total: number } }[];
  expect(reports.find(({ device }) => device === "cpu")?.operators?.total).toBeGreaterThan(0);
  for (const { available, operators } of reports) expect(operators !== undefined).toBe(available);
});

test("accelerators --model ends with 1 where no device opens the model", async () => {
  const text = writeScratch(folder, "text.onnx", "no model");

  const { code, stdout } = await patchbay("accelerators", "--model", text);

  expect(code).toBe(1);
  expect(stdout).toMatch(/the model does not open/);
});

test("accelerators --model refuses a file that is not there before it proves anything", async () => {
  const { code, stderr } = await patchbay("accelerators", "--model", join(folder, "no.onnx"));

  expect(code).toBe(2);
  expect(stderr).toMatch(/cannot be read: there is none/);
});
