import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { CaseOutcome, CaseResult, ConformanceCase } from "../../inference/conformance/conformance-case.ts";
import { findTensorDifference } from "../../inference/conformance/find-tensor-difference.ts";
import { dataSetsOf, findOtherPort, readTensors } from "../../inference/conformance/read-case.ts";
import { askServedModel, ServedModelError } from "./ask-served-model.ts";
import type { ModelSignature } from "./ask-served-model.ts";

const main = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));
const TIME_LIMIT_MS = 60_000;
/** A case on which the process that computes died may take others with it, so each is asked once more when it is back. */
const TRIES = 3;

/** Runs the cases as a client does: all models in one running `serve`, asked over HTTP with binary tensors. */
export async function* runServedCases(cases: readonly ConformanceCase[]): AsyncGenerator<CaseResult> {
  const folder = mkdtempSync(path.join(tmpdir(), "patchbay-conformance-"));
  let server: ChildProcess | null = null;
  try {
    for (const [index, one] of cases.entries()) {
      const model = path.join(one.folder, "model.onnx");
      if (!existsSync(model)) continue;
      mkdirSync(path.join(folder, nameOf(index)));
      symlinkSync(model, path.join(folder, nameOf(index), "model.onnx"));
    }
    const anyPorts = ["--http-port", "0", "--grpc-port", "0", "--metrics-port", "0"];
    server = spawn(process.execPath, [main, "serve", folder, ...anyPorts, "--json"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [line] = (await once(createInterface({ input: server.stdout! }), "line")) as [string];
    const { http } = JSON.parse(line) as { http: string };
    const refusals = await readRefusals(http);
    for (const [index, one] of cases.entries()) {
      const url = `${http}/v2/models/${nameOf(index)}`;
      yield { name: one.name, ...(await runCase(one, { url, refusal: refusals.get(nameOf(index)) ?? null })) };
    }
  } finally {
    server?.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

const nameOf = (index: number): string => `case-${index}`;

async function readRefusals(http: string): Promise<Map<string, string>> {
  const response = await fetch(`${http}/v2/repository/index`, { method: "POST" });
  const entries = (await response.json()) as { name: string; state: string; reason: string }[];
  return new Map(entries.flatMap(({ name, state, reason }) => (state === "READY" ? [] : [[name, reason] as const])));
}

async function runCase(
  { folder, tolerance }: ConformanceCase,
  { url, refusal }: { url: string; refusal: string | null },
): Promise<CaseOutcome> {
  const bytes = await readFile(path.join(folder, "model.onnx")).catch(() => null);
  if (!bytes) return { outcome: "skipped", reason: "The model is not in the folder; it would have to be downloaded." };
  const otherPort = findOtherPort(bytes);
  if (otherPort !== null) return { outcome: "skipped", reason: otherPort };
  if (refusal !== null) return { outcome: "failed", group: "not-in-runtime", reason: refusal };
  try {
    const model = (await (await fetch(url)).json()) as ModelSignature;
    const dataSets = await dataSetsOf(folder);
    if (dataSets.length === 0) return { outcome: "skipped", reason: "The case has no data." };
    for (const dataSet of dataSets) {
      const difference = await runDataSet(model, { url, folder: path.join(folder, dataSet), tolerance });
      if (difference !== null) return { outcome: "failed", group: "differs", reason: `${dataSet}: ${difference}.` };
    }
    return { outcome: "passed" };
  } catch (error) {
    if (!(error instanceof ServedModelError)) return { outcome: "failed", group: "broken", reason: String(error) };
    const group = error.status === 400 ? "refused-by-check" : "crashed";
    return { outcome: "failed", group, rule: String(error.status), reason: error.message };
  }
}

async function runDataSet(
  model: ModelSignature,
  { url, folder, tolerance }: { url: string; folder: string } & Pick<ConformanceCase, "tolerance">,
): Promise<string | null> {
  const given = await readTensors(folder, "input");
  const expected = await readTensors(folder, "output");
  const results = await askServedModel(`${url}/infer`, { model, given, tries: TRIES, timeLimitMs: TIME_LIMIT_MS });
  if (expected.length > results.length) return `it has ${results.length} outputs instead of ${expected.length}`;
  for (const [index, tensor] of expected.entries()) {
    const difference = findTensorDifference(results[index]!, tensor, tolerance);
    if (difference !== null) return `${JSON.stringify(model.outputs[index]!.name)}: ${difference}`;
  }
  return null;
}
