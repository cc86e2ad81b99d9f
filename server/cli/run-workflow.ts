import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { planGraph } from "../../graph/plan-graph.ts";
import type { RecordedFlow } from "../../graph/recorded-values.ts";
import type { RunEvent, RunState } from "../../graph/run-events.ts";
import { nodesInRun, type RunPart, wholePart } from "../../graph/run-part.ts";
import type { Graph } from "../../graph/schema.ts";
import { workflowInputs, workflowOutputs } from "../../graph/workflow-interface.ts";
import { definitions } from "../../nodes/definitions.ts";
import { openFolderStore } from "../artifacts/folder-store.ts";
import { runLocally } from "../engine/run-locally.ts";
import { collectFiles } from "./collect-files.ts";
import { loadWorkflow } from "./load-workflow.ts";
import { parseInputs } from "./parse-inputs.ts";
import { readArguments } from "./read-arguments.ts";
import { reasonOf } from "./read-named-file.ts";
import { UsageError } from "./usage-error.ts";
import { writeOutputs } from "./write-outputs.ts";

/** Runs a workflow in this process. 0 when it succeeded, 1 when it failed, 2 when it cannot run. */
export async function runWorkflow(args: string[]): Promise<number> {
  const { subject, input, out, to, json } = readArguments(args, {
    subject: "a workflow file or the name of a template",
    takes: ["input", "out", "to", "json"],
  });
  const { file, folders } = await loadWorkflow(subject);
  const part: RunPart = to === undefined ? wholePart : { kind: "to", node: to };
  refuseProblems(file.graph, part);
  const takingPart = withoutOthers(file.graph, part);

  const scratch = await mkdtemp(path.join(tmpdir(), "patchbay-"));
  try {
    const artifacts = await openFolderStore(scratch);
    await collectFiles(takingPart, { folders, store: artifacts });
    const inputs = await parseInputs(input, { inputs: workflowInputs(file.graph), store: artifacts });
    if (out !== undefined) await makeFolder(out);
    const { outcome, failure, state } = await runLocally({
      graph: file.graph,
      inputs,
      part,
      artifacts,
      signal: cancelOnSignal(),
      onEvent: json ? () => {} : tell,
    });
    const outputs = await writeOutputs(
      { ...targetOutputs(state, to), ...workflowOutputs(takingPart, state) },
      { artifacts, out },
    );
    if (json) {
      const steps = describeSteps(takingPart, state);
      console.log(JSON.stringify({ status: outcome, outputs, steps }, null, 2));
    } else {
      for (const [name, value] of Object.entries(outputs)) console.log(`${name}: ${JSON.stringify(value)}`);
      console.log(`${file.title}: ${outcome}.${failure ? ` ${failure.message}` : ""}`);
    }
    return outcome === "succeeded" ? 0 : 1;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** What the node gave up to which was run, by "nodeId.port"; an output of the workflow has its own name. */
function targetOutputs(state: RunState, target: string | undefined): Record<string, RecordedFlow> {
  if (target === undefined) return {};
  const given = Object.entries(state.nodes[target]?.outputs ?? {});
  return Object.fromEntries(given.map(([port, record]) => [`${target}.${port}`, record]));
}

function withoutOthers(graph: Graph, part: RunPart): Graph {
  const ids = nodesInRun(graph, part);
  return { ...graph, nodes: Object.fromEntries(Object.entries(graph.nodes).filter(([id]) => ids.has(id))) };
}

function refuseProblems(graph: Graph, part: RunPart) {
  const planned = planGraph(graph, definitions, { part });
  if (planned.ok) return;
  const { problems } = planned;
  const lines = problems.map(({ nodeId, message }) => `  ${nodeId ? `${nodeId}: ` : ""}${message}`);
  throw new UsageError(`The workflow cannot run:\n${lines.join("\n")}`, { problems });
}

/** Before the run, so that its results are not lost for want of a place. */
async function makeFolder(folder: string) {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new UsageError(`The folder "${folder}" for the results cannot be made: ${reasonOf(error)}.`);
  });
}

function cancelOnSignal(): AbortSignal {
  const controller = new AbortController();
  process.once("SIGINT", () => controller.abort());
  process.once("SIGTERM", () => controller.abort());
  return controller.signal;
}

/** One line for each step that ends, on the error stream: the results alone go to the output. */
function tell(event: RunEvent) {
  if (event.type === "step.finished") console.error(`  done     ${event.nodeId} (${Math.round(event.durationMs)} ms)`);
  if (event.type === "step.failed") console.error(`  failed   ${event.nodeId}: ${event.failure.message}`);
  if (event.type === "step.skipped") console.error(`  skipped  ${event.nodeId}`);
}

function describeSteps(graph: Graph, state: RunState) {
  return Object.values(graph.nodes).map((node) => {
    const step = state.nodes[node.id];
    return {
      nodeId: node.id,
      type: node.type,
      status: step?.status ?? "waiting",
      durationMs: step?.durationMs ?? null,
      ...(step?.failure && { error: step.failure }),
    };
  });
}
