import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { NodeError } from "../../../graph/node-runner.ts";
import type { OpenModel } from "../../../graph/node-runner.ts";
import { AppError } from "../../app-error.ts";
import { openModelStore } from "../open-model-store.ts";
import type { CaseOutcome, ConformanceCase, FailureGroup } from "./conformance-case.ts";
import { findTensorDifference } from "./find-tensor-difference.ts";
import { dataSetsOf, findOtherPort, readTensors } from "./read-case.ts";

/** Runs a case as a node would run its model: through the model store, on the processor. */
export async function runCase({ folder, tolerance }: ConformanceCase): Promise<CaseOutcome> {
  const modelPath = path.join(folder, "model.onnx");
  const bytes = await readFile(modelPath).catch(() => null);
  if (!bytes) return { outcome: "skipped", reason: "The model is not in the folder; it would have to be downloaded." };
  const otherPort = findOtherPort(bytes);
  if (otherPort !== null) return { outcome: "skipped", reason: otherPort };

  const store = openModelStore({ threads: 1, readModelPath: async () => modelPath });
  try {
    const hash = createHash("sha256").update(bytes).digest("hex");
    const model = await store.open({ hash, name: path.basename(folder) }, { device: "cpu" });
    const dataSets = await dataSetsOf(folder);
    if (dataSets.length === 0) return { outcome: "skipped", reason: "The case has no data." };
    for (const dataSet of dataSets) {
      const difference = await runDataSet(model, { folder: path.join(folder, dataSet), tolerance });
      if (difference !== null) return { outcome: "failed", group: "differs", reason: `${dataSet}: ${difference}.` };
    }
    return { outcome: "passed" };
  } catch (error) {
    return toOutcome(error);
  } finally {
    await store.close();
  }
}

async function runDataSet(
  { inputs, outputs, run }: OpenModel,
  { folder, tolerance }: Pick<ConformanceCase, "folder" | "tolerance">,
): Promise<string | null> {
  const given = await readTensors(folder, "input");
  const expected = await readTensors(folder, "output");
  const feeds = Object.fromEntries(given.map((tensor, index) => [inputs[index]?.name ?? `input ${index}`, tensor]));
  const results = await run(feeds);
  if (expected.length > outputs.length) return `it has ${outputs.length} outputs instead of ${expected.length}`;
  for (const [index, tensor] of expected.entries()) {
    const { name } = outputs[index]!;
    const difference = findTensorDifference(results[name]!, tensor, tolerance);
    if (difference !== null) return `${JSON.stringify(name)}: ${difference}`;
  }
  return null;
}

function toOutcome(error: unknown): CaseOutcome {
  const reason = error instanceof Error ? error.message : String(error);
  const fail = (group: FailureGroup, rule?: string): CaseOutcome => ({
    outcome: "failed",
    group,
    reason,
    ...(rule !== undefined && { rule }),
  });
  if (!(error instanceof NodeError)) return fail("broken");
  if (error.cause instanceof AppError) return fail("refused-by-reader", error.cause.reason);
  // Both come with what the runtime says: one when the model is loaded, the other when it is run.
  const isRuntime = error.kind === "bad-model" || error.kind === "bad-input";
  return isRuntime ? fail("not-in-runtime") : fail("refused-by-check", error.kind);
}
