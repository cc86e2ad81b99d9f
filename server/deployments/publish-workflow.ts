import "#server-only";
import { firstProblem } from "../../graph/first-problem.ts";
import type { Graph } from "../../graph/schema.ts";
import { AppError } from "../app-error.ts";
import { workflows } from "../db/schema/workflows.ts";
import type { Tenant } from "../db/tenant.ts";
import type { ServiceContext } from "../service-context.ts";
import { readInterface } from "../serving/workflow/read-interface.ts";
import type { TestsStanding } from "../workflow-tests/tests-standing.ts";
import { testsStanding } from "../workflow-tests/tests-standing.ts";
import { loadSubGraphs } from "../workflows/load-sub-graphs.ts";
import { isLiveWorkflow } from "../workflows/newest-version.ts";
import { workflowNotFound } from "../workflows/require-workflow.ts";
import { enterVersion } from "./enter-version.ts";
import { readVersionGraph } from "./read-version-graph.ts";

/**
 * Publishes a version of a workflow under a name: from the commit on, it answers. A name that is the workflow's already
 * gets a further version. Tests that have not passed on this version are told of, and keep nobody from publishing it.
 *
 * @throws AppError NOT_FOUND, BAD_REQUEST "cannot-be-served" with the problems in `details`, CONFLICT "name-taken"
 */
export async function publishWorkflow(
  context: ServiceContext,
  { workflowId, workflowVersion, name }: { workflowId: string; workflowVersion: number; name: string },
): Promise<{ deploymentId: string; number: number; tests: TestsStanding }> {
  const { tenant, userId } = context;
  const { workspaceId } = tenant;
  const graph = await readOwnVersion(tenant, { workflowId, workflowVersion });
  const subGraphs = await loadSubGraphs(context, graph);
  const read = readInterface(graph, subGraphs);
  if (!read.ok) {
    throw new AppError("BAD_REQUEST", `This workflow cannot be published yet: ${firstProblem(read.problems)}`, {
      reason: "cannot-be-served",
      details: { problems: read.problems },
    });
  }
  return await tenant.run(async (tx) => ({
    ...(await enterVersion(tx, { workspaceId, name, userId, workflowId, workflowVersion, subGraphs })),
    tests: await testsStanding(tx, { workspaceId, workflowId, version: workflowVersion }),
  }));
}

/** @throws AppError NOT_FOUND */
async function readOwnVersion(
  tenant: Tenant,
  { workflowId, workflowVersion }: { workflowId: string; workflowVersion: number },
): Promise<Graph> {
  const { workspaceId } = tenant;
  return await tenant.run(async (tx) => {
    const [workflow] = await tx
      .select({ version: workflows.version })
      .from(workflows)
      .where(isLiveWorkflow({ workspaceId, workflowId }));
    if (!workflow) throw workflowNotFound();
    if (workflowVersion <= workflow.version) {
      return await readVersionGraph(tx, { workspaceId, workflowId, number: workflowVersion });
    }
    const message = `The workflow has no version ${workflowVersion}; its newest is ${workflow.version}.`;
    throw new AppError("NOT_FOUND", message);
  });
}
