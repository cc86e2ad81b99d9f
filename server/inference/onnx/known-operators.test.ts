import { expect, test } from "vitest";
import { loadOnnxRuntime } from "../load-onnxruntime.ts";
import { knownOperators, MAX_IR_VERSION, MAX_OPSET } from "./known-operators.ts";
import type { ModelParts } from "./onnx-writer-for-tests.ts";
import { addOne, model, node, valueInfo } from "./onnx-writer-for-tests.ts";

/** What the runtime has against a model; empty when it takes it. */
async function refusalOf(bytes: Uint8Array): Promise<string> {
  const { InferenceSession } = await loadOnnxRuntime();
  try {
    await (await InferenceSession.create(bytes, { logSeverityLevel: 4 })).release();
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

const opsets = { "": [26, 22, 17, 13, 9, 7, 6, 1], "ai.onnx.ml": [5, 3, 1] };

async function isKnown(operator: string, domain: "" | "ai.onnx.ml"): Promise<boolean> {
  for (const version of opsets[domain]) {
    const opset: ModelParts["opset"] = domain === "" ? [{ version }] : [{ version: 17 }, { domain, version }];
    const one = model({
      nodes: [node(operator, ["x"], ["y"], { domain })],
      inputs: [valueInfo("x", "float32", ["n"])],
      outputs: [valueInfo("y", "float32", ["n"])],
      opset,
    });
    // Whatever else it has against such a node, it knows the operator.
    if (!/No Op registered for|is not a registered function/.test(await refusalOf(one))) return true;
  }
  return false;
}

test.each(["", "ai.onnx.ml"] as const)(
  "ONNX Runtime knows every operator of %j that models may use",
  async (domain) => {
    const unknown: string[] = [];
    for (const operator of knownOperators[domain]!) if (!(await isKnown(operator, domain))) unknown.push(operator);

    expect(unknown).toEqual([]);
    expect(await isKnown("Frobnicate", domain)).toBe(false);
  },
);

test("the newest versions are those that it loads", async () => {
  expect(await refusalOf(addOne({ irVersion: MAX_IR_VERSION, opset: [{ version: MAX_OPSET[""]! }] }))).toBe("");
  expect(await refusalOf(addOne({ irVersion: MAX_IR_VERSION + 1 }))).toContain(
    `max supported IR version: ${MAX_IR_VERSION}`,
  );
  expect(await refusalOf(addOne({ opset: [{ version: MAX_OPSET[""]! + 1 }] }))).toContain("under development");
  const ml = (version: number) => addOne({ opset: [{ version: 17 }, { domain: "ai.onnx.ml", version }] });
  expect(await refusalOf(ml(MAX_OPSET["ai.onnx.ml"]!))).toBe("");
  expect(await refusalOf(ml(MAX_OPSET["ai.onnx.ml"]! + 1))).toContain("under development");
});
