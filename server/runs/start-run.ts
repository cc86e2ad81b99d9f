import "#server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { JsonValue } from "../../graph/json.ts";
import { findProblems } from "../../graph/find-problems.ts";
import { migrateParams } from "../../graph/migrate-params.ts";
import { partUpTo } from "../../graph/part-up-to.ts";
import { definitions } from "../../nodes/definitions.ts";
import { AppError } from "../app-error.ts";
import { workflows, workflowVersions } from "../db/schema/workflows.ts";
import type { RunUrgency } from "../queue/run-priority.ts";
import { loadSubGraphs } from "../workflows/load-sub-graphs.ts";
import { queueRun } from "./queue-run.ts";
import type { RunContext } from "./run-services.ts";

/**
 * Queues a run of the workflow's newest version; a worker picks it up.
 * The graph is copied into the run with the workflows that it runs, so that editing goes on while it runs.
 * With a `target` only that node and what it depends on run, and problems of other nodes refuse nothing.
 *
 * @throws AppError NOT_FOUND for a removed or another workspace's workflow; BAD_REQUEST "graph-problems" with the problems in
 *   `details` when it cannot run, "unknown-target", "unknown-input",
 *   "bad-input", "missing-file"; TOO_MANY_REQUESTS when too much is queued.
 */
export async function startRun(
  context: RunContext,
  {
    workflowId,
    inputs = {},
    target = null,
    urgency,
    profile,
  }: {
    workflowId: string;
    inputs?: Record<string, JsonValue> | undefined;
    target?: string | null | undefined;
    /** Left out: a person waits for it. */
    urgency?: RunUrgency | undefined;
    /** Times the operators of its models, at some cost of speed. */
    profile?: boolean | undefined;
  },
): Promise<{ runId: string }> {
  const { workspaceId } = context.tenant;
  const [workflow] = await context.tenant.run((tx) =>
    tx
      .select({ version: workflows.version, graph: workflowVersions.graph })
      .from(workflows)
      .innerJoin(
        workflowVersions,
        and(
          eq(workflowVersions.workspaceId, workflows.workspaceId),
          eq(workflowVersions.workflowId, workflows.id),
          eq(workflowVersions.number, workflows.version),
        ),
      )
      .where(and(eq(workflows.workspaceId, workspaceId), eq(workflows.id, workflowId), isNull(workflows.removedAt))),
  );
  if (!workflow) throw new AppError("NOT_FOUND", "There is no such workflow.");

  const { version } = workflow;
  const graph = migrateParams(workflow.graph, definitions);
  if (target !== null && !Object.hasOwn(graph.nodes, target)) {
    const message = `This workflow has no node "${target}" to run up to. Choose one that is there, or run all of it.`;
    throw new AppError("BAD_REQUEST", message, { reason: "unknown-target" });
  }
  const part = target === null ? graph : partUpTo(graph, target);
  const subGraphs = await loadSubGraphs(context, part);
  const problems = findProblems(part, definitions, subGraphs).filter(({ severity }) => severity === "error");
  if (problems.length > 0) {
    const more = problems.length > 1 ? ` There are ${problems.length - 1} more problems.` : "";
    const message = `This workflow cannot run ${target === null ? "" : "up to there "}yet: ${problems[0]!.message}${more}`;
    throw new AppError("BAD_REQUEST", message, { reason: "graph-problems", details: { problems } });
  }
  return queueRun(context, { workflowId, version, graph, subGraphs, inputs, target, urgency, isProfiled: profile });
}
