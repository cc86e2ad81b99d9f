import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { recordedFlowSchema } from "../../graph/recorded-flow-schema.ts";
import type { RunState, StepResultRecord } from "../../graph/run-events.ts";
import { graphSchema, idSchema } from "../../graph/schema.ts";
import type { Graph } from "../../graph/schema.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { openFolderStore } from "../artifacts/folder-store.ts";
import { artifactsOf } from "../worker/artifacts-of.ts";
import { reasonOf } from "./read-named-file.ts";
import { UsageError } from "./usage-error.ts";

const FILE = "run.json";
const recordedRunSchema = z.strictObject({
  graph: graphSchema,
  steps: z.record(idSchema, z.strictObject({ outputs: z.record(idSchema, recordedFlowSchema) })),
});

/** Writes what the steps of a run left into the folder, which is there: `run.json`, and large values beside it by their hash. */
export async function writeRecordedRun(
  folder: string,
  { graph, state, artifacts }: { graph: Graph; state: RunState; artifacts: ArtifactStore },
): Promise<void> {
  const kept = await openFolderStore(path.join(folder, "values"));
  const steps: z.input<typeof recordedRunSchema>["steps"] = {};
  for (const [nodeId, { status, outputs }] of Object.entries(state.nodes)) {
    // Steps within workflows that a step runs are that step's own business.
    if (status !== "succeeded" || nodeId.includes("/")) continue;
    steps[nodeId] = { outputs };
    for (const { hash } of artifactsOf({ outputs })) await kept.put(await artifacts.read(hash));
  }
  await writeFile(path.join(folder, FILE), JSON.stringify({ graph, steps }, null, 2));
}

/**
 * Reads what `writeRecordedRun` wrote, and puts its values into the store.
 *
 * @throws UsageError that names the file where it is missing or no recorded run
 */
export async function readRecordedRun(
  folder: string,
  { artifacts }: { artifacts: ArtifactStore },
): Promise<{ graph: Graph; steps: Record<string, StepResultRecord> }> {
  const file = path.join(folder, FILE);
  const { graph, steps } = await parseRun(file);
  const kept = await openFolderStore(path.join(folder, "values"));
  const records = Object.entries(steps).map(([nodeId, { outputs }]): [string, StepResultRecord] => [
    nodeId,
    { durationMs: 0, outputs, from: { kind: "run", runId: folder, number: 1 } },
  ]);
  for (const [, record] of records) {
    for (const { hash } of artifactsOf(record)) if (await kept.has(hash)) await artifacts.put(await kept.read(hash));
  }
  return { graph, steps: Object.fromEntries(records) };
}

async function parseRun(file: string): Promise<z.output<typeof recordedRunSchema>> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    const reason = error instanceof SyntaxError ? "it is no JSON" : reasonOf(error);
    throw new UsageError(`The recorded run "${file}" cannot be read: ${reason}. Write one with --record.`);
  }
  const parsed = recordedRunSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const at = issue?.path.map(String).join(".");
  throw new UsageError(
    `"${file}" is no recorded run: ${at ? `${at}: ` : ""}${issue?.message}. Write one with --record.`,
  );
}
