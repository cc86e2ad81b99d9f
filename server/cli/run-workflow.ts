import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { changedNodes } from "../../graph/changed-nodes.ts";
import { planGraph } from "../../graph/plan-graph.ts";
import type { RecordedFlow } from "../../graph/recorded-values.ts";
import type { RunEvent, RunState, StepResultRecord } from "../../graph/run-events.ts";
import { nodesInRun, placesInRun, type RunPart, wholePart } from "../../graph/run-part.ts";
import type { Graph, WorkflowFile } from "../../graph/schema.ts";
import { workflowInputs, workflowOutputs } from "../../graph/workflow-interface.ts";
import { definitions } from "../../nodes/definitions.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { openFolderStore } from "../artifacts/folder-store.ts";
import { createMemoryStore } from "../cache/memory-store.ts";
import { openFolderCache, type FolderCache } from "../cache/open-folder-cache.ts";
import { readEnv } from "../env.ts";
import { createHttpClient } from "../http-client/create-http-client.ts";
import { runLocally } from "../engine/run-locally.ts";
import type { StepWait } from "../../graph/waits.ts";
import { createAnswerer, describeOpenApprovals, parseApprovals } from "./approvals.ts";
import { collectFiles } from "./collect-files.ts";
import { loadWorkflow } from "./load-workflow.ts";
import { parseDuration } from "./parse-duration.ts";
import { parseInputs } from "./parse-inputs.ts";
import { parsePins } from "./parse-pins.ts";
import { type Arguments, readArguments } from "./read-arguments.ts";
import { requireFolder, requirePlace } from "./require-place.ts";
import { readSecrets } from "./read-secrets.ts";
import { readRecordedRun, writeRecordedRun } from "./recorded-run.ts";
import { UsageError } from "./usage-error.ts";
import { writeRunArchive } from "./write-run-archive.ts";
import { writeOutputs } from "./write-outputs.ts";
import { writeTrace } from "./write-trace.ts";

const exitCodes = { succeeded: 0, failed: 1, cancelled: 1, waiting: 3 } as const;

/** Runs a workflow in this process. 0 when it succeeded, 1 when it failed, 2 when it cannot run, 3 when it waits for an answer. */
export async function runWorkflow(args: string[]): Promise<number> {
  const asked = readArguments(args, {
    subject: "a workflow file or the name of a template",
    takes: [
      "input",
      "out",
      "to",
      "from",
      "only",
      "with",
      "record",
      "pin",
      "secrets",
      "approve",
      "timeout",
      "trace",
      "archive",
      "profile",
      "json",
      "no-cache",
    ],
  });
  const { subject, input, out, record, json, noCache } = asked;
  const part = partOf(asked);
  const { file, folders } = await loadWorkflow(subject);
  const decisions = parseApprovals(asked.approve, file.graph);
  const timeoutMs = asked.timeout === undefined ? null : parseDuration(asked.timeout, "--timeout");

  const scratch = await mkdtemp(path.join(tmpdir(), "patchbay-"));
  try {
    const artifacts = await openFolderStore(scratch);
    const graph = await parsePins(asked.pin, { graph: file.graph, store: artifacts });
    const earlier = asked.with === undefined ? null : await readRecordedRun(asked.with, { artifacts });
    refuseProblems({ ...file, graph }, { part, steps: earlier?.steps ?? {} });
    if (earlier) warnOfChanges(earlier.graph, { graph, part, steps: earlier.steps });
    const takingPart = withoutOthers(graph, part);
    const subGraphs = Object.values(file.workflows ?? {}).map((sub) => sub.graph);
    await collectFiles([takingPart, ...subGraphs], { folders, store: artifacts });
    const secrets = await readSecrets(asked.secrets, { graphs: [takingPart, ...subGraphs] });
    const inputs = await parseInputs(input, { inputs: workflowInputs(file.graph, definitions), store: artifacts });
    for (const folder of [out, record]) if (folder !== undefined) await requireFolder(folder, "results");
    if (asked.trace !== undefined) await requirePlace(asked.trace, "The trace");
    if (asked.archive !== undefined) await requirePlace(asked.archive, "The archive");
    const signal = cancelOnSignal();
    const isInteractive = !json && process.stdin.isTTY && process.stderr.isTTY;
    const kept = await openKeptResults(subject, artifacts);
    const events: RunEvent[] = [];
    const { outcome, failure, state } = await runLocally({
      graph,
      ...(file.workflows && { subGraphs: file.workflows }),
      inputs,
      part,
      finishedSteps: takenOver(graph, { part, steps: earlier?.steps ?? {} }),
      artifacts,
      http: createHttpClient({ allow: readEnv().httpAllow }),
      secrets,
      timeoutMs,
      signal,
      answer: createAnswerer(decisions, { isInteractive, signal }),
      cache: { store: kept, prints: kept.prints, isRefresh: noCache },
      isProfiled: asked.profile,
      onEvent: (event) => {
        events.push(event);
        if (!json) tell(event);
      },
    });
    await kept.close();
    if (record !== undefined) await writeRecordedRun(record, { graph, state, artifacts });
    if (asked.trace !== undefined) await writeTrace(asked.trace, { title: file.title, graph, events, artifacts });
    if (asked.archive !== undefined) {
      const run = { file, graph, inputs, part, noCache, state, events, artifacts };
      const isOver = await writeRunArchive(asked.archive, run);
      if (!isOver) console.error(`  no archive is written to ${asked.archive}: the run is not over`);
    }
    const outputs = await writeOutputs(
      { ...targetOutputs(state, part), ...workflowOutputs(takingPart, state, definitions) },
      { artifacts, out },
    );
    if (json) {
      const steps = describeSteps(takingPart, state);
      console.log(JSON.stringify({ status: outcome, outputs, steps }, null, 2));
    } else {
      for (const [name, value] of Object.entries(outputs)) console.log(`${name}: ${JSON.stringify(value)}`);
      const words = outcome === "waiting" ? "waiting for an answer" : outcome;
      console.log(`${file.title}: ${words}.${failure ? ` ${failure.message}` : ""}`);
    }
    for (const line of describeOpenApprovals(state)) console.error(line);
    return exitCodes[outcome];
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** @throws UsageError when more than one part is asked for, or one that lacks what it starts from */
function partOf({ to, from, only, with: base, pin }: Arguments): RunPart {
  const parts = [to, from, only].filter((node) => node !== undefined);
  if (parts.length > 1) throw new UsageError("--to, --from and --only exclude one another. Give one of them.");
  if (to !== undefined) return { kind: "to", node: to };
  if (from === undefined && only === undefined) {
    if (base !== undefined)
      throw new UsageError("--with goes with --from or --only: nothing else takes recorded values.");
    return wholePart;
  }
  if (base === undefined && pin.length === 0) {
    throw new UsageError(
      "--from and --only take values of a run that was written with --record: name its folder, --with folder.",
    );
  }
  return from === undefined ? { kind: "only", node: only! } : { kind: "from", node: from };
}

/** In the data folder where there is one already; a run elsewhere leaves nothing behind, and equal steps in it still run once. */
async function openKeptResults(subject: string, artifacts: ArtifactStore): Promise<FolderCache> {
  const { dataDir, cacheBytes } = readEnv();
  if (cacheBytes === 0 || !existsSync(dataDir)) return { ...createMemoryStore(), close: async () => {} };
  const workflow = path.resolve(subject);
  return openFolderCache(path.join(dataDir, "cli-cache"), { artifacts, workflow, budgetBytes: cacheBytes });
}

/** What the node gave up to which was run, or that ran alone, by "nodeId.port"; an output of the workflow has its own name. */
function targetOutputs(state: RunState, part: RunPart): Record<string, RecordedFlow> {
  if (part.kind === "all" || part.kind === "from") return {};
  const given = Object.entries(state.nodes[part.node]?.outputs ?? {});
  return Object.fromEntries(given.map(([port, record]) => [`${part.node}.${port}`, record]));
}

type Given = { part: RunPart; steps: Record<string, StepResultRecord> };

/** Of a recorded run what this one starts from; the rest is run again. */
function takenOver(graph: Graph, { part, steps }: Given): Record<string, StepResultRecord> {
  const { earlier } = placesInRun(graph, part, (nodeId) => Object.hasOwn(steps, nodeId));
  return Object.fromEntries(Object.entries(steps).filter(([nodeId]) => earlier.has(nodeId)));
}

function warnOfChanges(before: Graph, { graph, part, steps }: Given & { graph: Graph }) {
  const { earlier } = placesInRun(graph, part, (nodeId) => Object.hasOwn(steps, nodeId));
  const changed = changedNodes(before, graph, earlier);
  if (changed.length > 0)
    console.error(`  changed since the recorded run, whose values are used: ${changed.join(", ")}`);
}

function withoutOthers(graph: Graph, part: RunPart): Graph {
  const ids = nodesInRun(graph, part);
  return { ...graph, nodes: Object.fromEntries(Object.entries(graph.nodes).filter(([id]) => ids.has(id))) };
}

function refuseProblems({ graph, workflows = {} }: WorkflowFile, { part, steps }: Given) {
  const earlier = Object.fromEntries(
    Object.entries(steps).map(([nodeId, { outputs, from }]) => [
      nodeId,
      { outputs, from: from ?? { kind: "pin" as const } },
    ]),
  );
  const planned = planGraph(graph, definitions, { part, earlier, subGraphs: workflows });
  if (planned.ok) return;
  const { problems } = planned;
  const lines = problems.map(({ nodeId, message }) => `  ${nodeId ? `${nodeId}: ` : ""}${message}`);
  throw new UsageError(`The workflow cannot run:\n${lines.join("\n")}`, { problems });
}

function cancelOnSignal(): AbortSignal {
  const controller = new AbortController();
  process.once("SIGINT", () => controller.abort());
  process.once("SIGTERM", () => controller.abort());
  return controller.signal;
}

/** One line for each step that ends, on the error stream: the results alone go to the output. */
function tell(event: RunEvent) {
  if (event.type === "step.finished" && event.cached) {
    console.error(`  cached   ${event.nodeId} (saves ${Math.round(event.cached.savedMs)} ms)`);
  } else if (event.type === "step.finished")
    console.error(`  done     ${event.nodeId} (${Math.round(event.durationMs)} ms)`);
  if (event.type === "step.waiting") console.error(`  waits    ${event.nodeId}`);
  if (event.type === "step.failed") console.error(`  failed   ${event.nodeId}: ${event.failure.message}`);
  if (event.type === "step.reused")
    console.error(`  ${event.from.kind === "pin" ? "pinned " : "taken  "}  ${event.nodeId}`);
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
      ...(step?.cached && { cached: true }),
      ...(step?.profiles && { operators: step.profiles.flatMap(({ operators }) => operators) }),
      ...(step?.failure && { error: step.failure }),
      ...(step?.status === "paused" && { waits: step.waits?.map(withoutValue) }),
    };
  });
}

function withoutValue(wait: StepWait) {
  const { kind, item, dueAt } = wait;
  const due = dueAt === undefined ? {} : { dueAt: new Date(dueAt).toISOString() };
  return { kind, item, ...(wait.kind === "approval" && { message: wait.message }), ...due };
}
