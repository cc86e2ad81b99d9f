import "#server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { JsonValue } from "../../graph/json.ts";
import { migrateParams } from "../../graph/migrate-params.ts";
import { placesInRun, type RunPart, wholePart } from "../../graph/run-part.ts";
import type { RunTrigger } from "../../graph/run-triggers.ts";
import type { Graph } from "../../graph/schema.ts";
import { titleOf } from "../../graph/title-of.ts";
import { workflowInputs } from "../../graph/workflow-interface.ts";
import { definitions } from "../../nodes/definitions.ts";
import { refuseInputValue } from "../../nodes/workflow-input/input-value.ts";
import { AppError } from "../app-error.ts";
import { workflows, workflowVersions } from "../db/schema/workflows.ts";
import type { RunUrgency } from "../queue/run-priority.ts";
import { type EarlierValues, findEarlierValues } from "./earlier-values.ts";
import { loadSubGraphs } from "../workflows/load-sub-graphs.ts";
import { refuseMissingSecrets } from "../secrets/refuse-missing-secrets.ts";
import { queueRun } from "./queue-run.ts";
import { onlyThose, refuseProblems, refuseUnknownNode } from "./refuse-problems.ts";
import type { RunContext } from "./run-services.ts";

/** Something about a started run that a person should know. `code` is stable and kebab-case. */
export type RunWarning =
  | { code: "changed-since"; message: string; nodeIds: string[] }
  | { code: "inputs-left-out"; message: string; inputs: string[] };

type RunRequest = {
  workflowId: string;
  /** Left out: the newest. */
  version?: number | undefined;
  inputs?: Record<string, JsonValue> | undefined;
  /** In the place of `inputs`: those of another run, as far as they fit. */
  inputsOfBefore?: Record<string, JsonValue> | undefined;
  part?: RunPart;
  /** For the parts "from" and "only": the run whose values are taken; else the newest that has them. */
  baseRunId?: string | undefined;
  /** Left out: a person waits for it. */
  urgency?: RunUrgency | undefined;
  /** Times the operators of its models, at some cost of speed. */
  profile?: boolean | undefined;
  /** For all that it computes; what it waits for people and times does not count. */
  timeoutMs?: number | undefined;
  noCache?: boolean | undefined;
  trigger?: RunTrigger | undefined;
};

/**
 * Queues a run of a version of the workflow; a worker picks it up.
 * The graph is copied into the run with the workflows that it runs, so that editing goes on while it runs.
 * Of a part only what it covers runs, and problems of other nodes refuse nothing. From a node on, or for one node alone,
 * what comes from above is taken over from an earlier run; nodes changed since then are named in a warning.
 * With `noCache` every step runs, and what it gives replaces what is kept.
 *
 * @throws AppError NOT_FOUND for a removed or another workspace's workflow, and for a run that is none of it; BAD_REQUEST
 *   "graph-problems" with the problems in `details` when it cannot run or has no values to start from, "unknown-target",
 *   "unknown-input", "bad-input", "missing-file"; TOO_MANY_REQUESTS when too much is queued.
 */
export async function startRun(
  context: RunContext,
  {
    workflowId,
    version,
    inputs,
    inputsOfBefore = {},
    part = wholePart,
    baseRunId,
    urgency,
    profile,
    timeoutMs,
    noCache,
    trigger,
  }: RunRequest,
): Promise<{ runId: string; warnings: RunWarning[] }> {
  const { workspaceId } = context.tenant;
  const { workflow, graph, earlier } = await context.tenant.run(async (tx) => {
    const [workflow] = await tx
      .select({ version: workflowVersions.number, graph: workflowVersions.graph })
      .from(workflows)
      .innerJoin(
        workflowVersions,
        and(
          eq(workflowVersions.workspaceId, workflows.workspaceId),
          eq(workflowVersions.workflowId, workflows.id),
          eq(workflowVersions.number, version ?? workflows.version),
        ),
      )
      .where(and(eq(workflows.workspaceId, workspaceId), eq(workflows.id, workflowId), isNull(workflows.removedAt)));
    if (!workflow) {
      throw new AppError("NOT_FOUND", version === undefined ? "There is no such workflow." : noVersion(version));
    }
    const graph = migrateParams(workflow.graph, definitions);
    refuseUnknownNode(graph, part);
    const earlier = await findEarlierValues(tx, { workspaceId, workflowId, graph, part, baseRunId });
    return { workflow, graph, earlier };
  });

  const places = earlier?.places ?? placesInRun(graph, part);
  const subGraphs = await loadSubGraphs(context, onlyThose(graph, places.runs));
  refuseProblems(graph, { part, earlier, places, subGraphs });
  await refuseMissingSecrets(context, { graph: onlyThose(graph, places.runs), subGraphs });
  const before = earlier?.inputs ?? inputsOfBefore;
  const fitting = inputs ?? fittingInputs(graph, before);
  const { runId } = await queueRun(context, {
    workflowId,
    version: workflow.version,
    graph,
    subGraphs,
    inputs: fitting,
    part,
    base: earlier?.base ?? null,
    steps: earlier?.steps ?? {},
    urgency,
    isProfiled: profile,
    timeoutMs,
    noCache,
    trigger,
  });
  const leftOut = inputs ? [] : Object.keys(before).filter((name) => !Object.hasOwn(fitting, name));
  return {
    runId,
    warnings: [...(earlier ? changedSince(graph, earlier) : []), ...leftOutOf(workflow.version, leftOut)],
  };
}

function noVersion(version: number): string {
  return `This workflow has no version ${version}. Choose one of its list of versions.`;
}

/** What runs beside the values that are taken over runs with the inputs that those came from, as far as they still fit. */
function fittingInputs(graph: Graph, inputs: Record<string, JsonValue>): Record<string, JsonValue> {
  const known = workflowInputs(graph, definitions);
  return Object.fromEntries(
    Object.entries(inputs).filter(([name, value]) => {
      const input = known.find((one) => one.name === name);
      return input && refuseInputValue({ ...input, list: input.isList }, value) === null;
    }),
  );
}

function leftOutOf(version: number, inputs: string[]): RunWarning[] {
  if (inputs.length === 0) return [];
  const names = inputs.map((name) => JSON.stringify(name)).join(", ");
  const what = inputs.length === 1 ? "input" : "inputs";
  const message = `Version ${version} does not take the ${what} ${names} of that run, and runs without.`;
  return [{ code: "inputs-left-out", message, inputs }];
}

function changedSince(graph: Graph, { base }: EarlierValues): RunWarning[] {
  if (base.changed.length === 0) return [];
  const titles = base.changed.map((id) => `"${titleOf(graph.nodes[id]!, definitions)}"`).join(", ");
  const were = base.changed.length === 1 ? "was" : "were";
  const message = `${titles} ${were} changed since run ${base.number}, whose values were used. Run all of the workflow to see what the change does.`;
  return [{ code: "changed-since", message, nodeIds: base.changed }];
}
