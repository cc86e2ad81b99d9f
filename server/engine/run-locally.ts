import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { JsonValue } from "../../graph/json.ts";
import { foldRun, queuedRun } from "../../graph/reduce-run.ts";
import type { NodeFailure, RunEvent, RunOutcome, RunState, StepResultRecord } from "../../graph/run-events.ts";
import { type RunPart, wholePart } from "../../graph/run-part.ts";
import type { Graph } from "../../graph/schema.ts";
import { noSubGraphs } from "../../graph/sub-graphs.ts";
import type { SubGraphs } from "../../graph/sub-graphs.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { cpuBudget } from "./cpu-budget.ts";
import { executeRun } from "./execute-run.ts";
import { openServices } from "./open-services.ts";

/**
 * Runs a graph in this process: for the command line and for tests of templates. The artifacts must hold the models and
 * files that the graph names; what the run makes is put there.
 */
export async function runLocally({
  graph,
  subGraphs = noSubGraphs,
  inputs = {},
  part = wholePart,
  finishedSteps = {},
  artifacts,
  signal = new AbortController().signal,
  onEvent = () => {},
}: {
  graph: Graph;
  subGraphs?: SubGraphs;
  inputs?: Record<string, JsonValue>;
  part?: RunPart;
  /** Values of an earlier run that a part may take over. */
  finishedSteps?: Record<string, StepResultRecord>;
  artifacts: ArtifactStore;
  signal?: AbortSignal;
  onEvent?: (event: RunEvent) => void;
}): Promise<{ outcome: RunOutcome; failure?: NodeFailure; state: RunState }> {
  const scratchDir = await mkdtemp(path.join(tmpdir(), "patchbay-run-"));
  const access = { locate: artifacts.localPath, put: artifacts.put };
  const services = await openServices(access, { threads: cpuBudget(), devices: () => ["cpu"], scratchDir });
  const events: RunEvent[] = [];
  try {
    const own = { runId: "local", attempt: 1, worker: "local", timeoutMs: null };
    const request = { ...own, graph, subGraphs, inputs, part, finishedSteps };
    const result = await executeRun(request, {
      services,
      signal,
      log: console.error,
      emit: (event) => {
        events.push(event);
        onEvent(event);
      },
    });
    return { ...result, state: foldRun(queuedRun, events) };
  } finally {
    await services.close();
    await rm(scratchDir, { recursive: true, force: true });
  }
}
