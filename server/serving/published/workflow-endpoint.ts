import "#server-only";
import type { ArtifactStore } from "../../artifacts/artifact-store.ts";
import type { Database } from "../../db/client.ts";
import { tenantOf } from "../../db/tenant.ts";
import { storeFile } from "../../files/store-file.ts";
import { workflowOutputs } from "../../../graph/workflow-interface.ts";
import { definitions } from "../../../nodes/definitions.ts";
import { cancelRun } from "../../runs/cancel-run.ts";
import type { RunDetails } from "../../runs/get-run.ts";
import { getRun } from "../../runs/get-run.ts";
import { queueRun } from "../../runs/queue-run.ts";
import type { RunContext, RunServices } from "../../runs/run-services.ts";
import { watchRun } from "../../runs/watch-run.ts";
import type { EndpointStatistics } from "../endpoint-statistics.ts";
import type { InferJob, InferResult } from "../served-endpoint.ts";
import { ServingError } from "../serving-error.ts";
import type { WireTensor } from "../wire-tensor.ts";
import type { Converters } from "./create-converters.ts";
import type { PublishedEndpoint, PublishedWorkflow } from "./published-content.ts";
import { readRunInputs } from "./run-inputs.ts";
import { readRunOutput } from "./run-outputs.ts";
import { statusOfFailure, toServingError } from "./to-serving-error.ts";

export type WorkflowTools = {
  database: Database;
  runServices: RunServices;
  artifacts: ArtifactStore;
  converters: Converters;
  maxFileBytes: number;
  /** Aborts when the worker ends and nobody can be kept waiting any longer. */
  ending: AbortSignal;
};

/** A published version of a workflow: each request is a run like any other, and waits for it. */
export function createWorkflowEndpoint(
  workflow: PublishedWorkflow,
  { statistics, ...tools }: WorkflowTools & { statistics: EndpointStatistics },
): PublishedEndpoint {
  const { workspaceId, name, version, inputs, outputs } = workflow;
  let pending = 0;
  return {
    name,
    version,
    type: "workflow",
    inputs,
    outputs,
    statistics,
    state: () => ({ state: "READY", reason: "" }),
    pending: () => pending,
    infer: async (job) => {
      if (job.keyId === null) throw new ServingError(401, "A published workflow is run with an API key.");
      const context: RunContext = {
        tenant: tenantOf(tools.database, workspaceId),
        userId: `key:${job.keyId}`,
        role: "runner",
        runServices: tools.runServices,
      };
      pending++;
      try {
        return await inferByRun(workflow, { job, keyId: job.keyId, context, tools });
      } catch (error) {
        throw toServingError(error);
      } finally {
        pending--;
      }
    },
    prepare: async () => {},
    retire: () => {},
    isLoaded: () => false,
  };
}

async function inferByRun(
  workflow: PublishedWorkflow,
  { job, keyId, context, tools }: { job: InferJob; keyId: string; context: RunContext; tools: WorkflowTools },
): Promise<InferResult> {
  const { workspaceId, deploymentId, version, workflowId, workflowVersion, graph, subGraphs } = workflow;
  const { artifacts, converters, maxFileBytes, ending } = tools;
  const startedAt = performance.now();
  const inputs = await readRunInputs(workflow.inputPorts, job.inputs, {
    store: (name, content) =>
      storeFile({ tenant: context.tenant, artifacts }, { name, content: once(content), maxBytes: maxFileBytes }),
    toPictures: (port, pixels) => converters.toPictures(port, pixels, { workspaceId, job }),
  });
  if (job.signal.aborted) throw new ServingError(499, "The client has gone.");
  const { runId } = await queueRun(context, {
    workflowId,
    version: workflowVersion,
    graph,
    subGraphs,
    inputs,
    urgency: "background", // people at the editor go first
    origin: { deploymentId, deploymentVersion: Number(version), apiKeyId: keyId },
  });
  const readAt = performance.now();
  const run = await waitForEnd(context, runId, { job, ending });
  const endedAt = performance.now();
  const recorded = workflowOutputs(run.graph, run.state, definitions);
  const tensors: WireTensor[] = [];
  for (const port of workflow.outputPorts) {
    const record = recorded[port.name];
    if (!record) continue;
    const read = await readRunOutput(port, record, {
      wanted: job.outputs,
      readArtifact: artifacts.read,
      fromTables: (ofPort, files, wanted) => converters.fromTables(ofPort, files, { workspaceId, job, wanted }),
    });
    tensors.push(...read);
  }
  return { tensors, times: timesOf(run, { startedAt, readAt, endedAt }) };
}

/** The run once it has succeeded. @throws ServingError for any other end, and where nobody waits for it any more */
async function waitForEnd(
  context: RunContext,
  runId: string,
  { job: { signal, deadlineAt }, ending }: { job: InferJob; ending: AbortSignal },
): Promise<RunDetails> {
  const late = new AbortController();
  const leftMs = deadlineAt === null ? null : Math.max(0, deadlineAt - performance.now());
  const timer = leftMs === null ? undefined : setTimeout(() => late.abort(), Math.min(leftMs, 2 ** 31 - 1));
  let isWaiting = false;
  try {
    const stop = AbortSignal.any([signal, ending, late.signal]);
    for await (const { event } of watchRun(context, { runId, afterSeq: 0, signal: stop })) {
      isWaiting = event.type === "run.waiting";
      if (isWaiting || event.type === "run.finished") break;
    }
  } finally {
    clearTimeout(timer);
  }
  const run = await getRun(context, { runId });
  const { number, status, state } = run;
  const where = `GET /api/v1/runs/${runId} has what comes of it`;
  if (status === "succeeded") return run;
  if (status === "failed") {
    const { kind, message } = state.failure ?? { kind: "crashed", message: "Its record has no reason." };
    throw new ServingError(statusOfFailure(kind), `Run ${number} failed: ${message}`);
  }
  if (status === "cancelled") throw new ServingError(409, `Run ${number} was cancelled.`);
  if (isWaiting) {
    const why = "waits for an approval or for a time, which may take longer than a request";
    throw new ServingError(501, `Run ${number} ${why}. It goes on: ${where}.`);
  }
  if (ending.aborted) throw new ServingError(503, `The worker is ending. Run ${number} goes on: ${where}.`);
  // Nobody could ask for what it would give.
  await cancelRun(context, { runId });
  if (signal.aborted) throw new ServingError(499, "The client has gone.");
  throw new ServingError(504, `The deadline of the request passed before run ${number} was done.`);
}

function timesOf(
  { createdAt, startedAt: runStartedAt, finishedAt }: RunDetails,
  { startedAt, readAt, endedAt }: Record<"startedAt" | "readAt" | "endedAt", number>,
): InferResult["times"] {
  const between = (from: Date | null, to: Date | null) => (from && to ? (to.getTime() - from.getTime()) * 1e6 : 0);
  return {
    queueNs: between(createdAt, runStartedAt),
    inputNs: Math.round((readAt - startedAt) * 1e6),
    inferNs: between(runStartedAt, finishedAt),
    outputNs: Math.round((performance.now() - endedAt) * 1e6),
    together: 1,
  };
}

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}
