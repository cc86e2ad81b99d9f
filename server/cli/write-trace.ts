import { writeFile } from "node:fs/promises";
import type { RunEvent } from "../../graph/run-events.ts";
import type { Graph } from "../../graph/schema.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { readOperators } from "../traces/read-operators.ts";
import { titleOfStep } from "../traces/title-of-step.ts";
import { traceRun } from "../traces/trace-run.ts";
import { whyUnwritten } from "./require-place.ts";
import { UsageError } from "./usage-error.ts";

/** Writes the run as a trace for chrome://tracing and Perfetto. */
export async function writeTrace(
  path: string,
  run: { title: string; graph: Graph; events: readonly RunEvent[]; artifacts: Pick<ArtifactStore, "read"> },
): Promise<void> {
  const { title, graph, events, artifacts } = run;
  const trace = traceRun({
    title,
    queuedAt: null,
    claimedAt: null,
    events,
    titleOf: (nodeId) => titleOfStep(graph, nodeId),
    operators: await readOperators(events, artifacts.read),
  });
  await writeFile(path, JSON.stringify(trace)).catch((error: unknown) => {
    throw new UsageError(`The trace cannot be written to "${path}": ${whyUnwritten(error)}.`);
  });
}
