import "#server-only";
import { and, eq } from "drizzle-orm";
import { deployments, deploymentVersions } from "../db/schema/deployments.ts";
import type { ServiceContext } from "../service-context.ts";
import type { ServedPort } from "../serving/workflow/served-port.ts";
import { readInterface } from "../serving/workflow/read-interface.ts";
import type { TestsStanding } from "../workflow-tests/tests-standing.ts";
import { testsStanding } from "../workflow-tests/tests-standing.ts";
import { loadSubGraphs } from "../workflows/load-sub-graphs.ts";
import { requireWorkflow } from "../workflows/require-workflow.ts";
import type { GraphChanges } from "./changes-between.ts";
import { changesBetween } from "./changes-between.ts";
import { suggestName } from "./deployment-name.ts";
import { readVersionGraph } from "./read-version-graph.ts";
import { isCurrentVersion } from "./current-version.ts";

export type PublishPreview = {
  workflowVersion: number;
  /** Whole sentences; empty where it can be published. */
  problems: string[];
  inputs: ServedPort[];
  outputs: ServedPort[];
  suggestedName: string;
  /** How the workflow's tests stand on this version. Those that have not passed keep nobody from publishing it. */
  tests: TestsStanding;
  /** Where the workflow is published already, with what has changed since. */
  deployments: { id: string; name: string; current: number | null; changes: GraphChanges | null }[];
};

/** What publishing the workflow's newest version would do. @throws AppError NOT_FOUND */
export async function previewPublish(
  context: ServiceContext,
  { workflowId }: { workflowId: string },
): Promise<PublishPreview> {
  const { tenant } = context;
  const { workspaceId } = tenant;
  const { title, version, graph } = await requireWorkflow(context, { workflowId });
  const read = readInterface(graph, await loadSubGraphs(context, graph));
  const { own, tests } = await tenant.run(async (tx) => {
    const rows = await tx
      .select({
        id: deployments.id,
        name: deployments.name,
        current: deployments.current,
        workflowVersion: deploymentVersions.workflowVersion,
      })
      .from(deployments)
      .leftJoin(deploymentVersions, isCurrentVersion)
      .where(and(eq(deployments.workspaceId, workspaceId), eq(deployments.workflowId, workflowId)))
      .orderBy(deployments.name);
    const described: PublishPreview["deployments"] = [];
    for (const { workflowVersion, ...row } of rows) {
      const published =
        workflowVersion === null
          ? null
          : await readVersionGraph(tx, { workspaceId, workflowId, number: workflowVersion });
      described.push({ ...row, changes: published && changesBetween(published, graph) });
    }
    return { own: described, tests: await testsStanding(tx, { workspaceId, workflowId, version }) };
  });
  return {
    workflowVersion: version,
    problems: read.ok ? [] : read.problems,
    inputs: read.ok ? read.ports.inputs : [],
    outputs: read.ok ? read.ports.outputs : [],
    suggestedName: suggestName(title),
    tests,
    deployments: own,
  };
}
