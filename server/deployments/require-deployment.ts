import "#server-only";
import { and, desc, eq, isNull } from "drizzle-orm";
import type { JsonValue } from "../../graph/json.ts";
import { workflowInputs } from "../../graph/workflow-interface.ts";
import { AppError } from "../app-error.ts";
import { users } from "../db/schema/accounts.ts";
import { deployments, deploymentVersions } from "../db/schema/deployments.ts";
import { workflows } from "../db/schema/workflows.ts";
import { FORMER_MEMBER } from "../runs/run-list-row.ts";
import type { ServiceContext } from "../service-context.ts";
import { readInterface } from "../serving/workflow/read-interface.ts";
import type { ServedPort } from "../serving/workflow/served-port.ts";
import { readVersionGraph } from "./read-version-graph.ts";
import type { Traffic } from "./traffic.ts";
import { noTraffic, readTraffic } from "./traffic.ts";

export type DeploymentVersion = { number: number; workflowVersion: number; publishedBy: string; publishedAt: Date };
export type DeploymentDetails = {
  id: string;
  name: string;
  workflowId: string;
  workflowTitle: string;
  current: number | null;
  inputs: (ServedPort & { sample: JsonValue })[];
  outputs: ServedPort[];
  traffic: Traffic;
  /** Newest first. */
  versions: DeploymentVersion[];
};

export function deploymentNotFound(): AppError {
  return new AppError("NOT_FOUND", "There is no such deployment.");
}

/** @throws AppError NOT_FOUND */
export async function requireDeployment(
  { tenant }: ServiceContext,
  { deploymentId }: { deploymentId: string },
): Promise<DeploymentDetails> {
  const { workspaceId } = tenant;
  return await tenant.run(async (tx) => {
    const [row] = await tx
      .select({
        id: deployments.id,
        name: deployments.name,
        workflowId: deployments.workflowId,
        workflowTitle: workflows.title,
        current: deployments.current,
      })
      .from(deployments)
      .innerJoin(
        workflows,
        and(eq(workflows.workspaceId, deployments.workspaceId), eq(workflows.id, deployments.workflowId)),
      )
      .where(
        and(eq(deployments.workspaceId, workspaceId), eq(deployments.id, deploymentId), isNull(workflows.removedAt)),
      );
    if (!row) throw deploymentNotFound();
    const versions = await tx
      .select({
        number: deploymentVersions.number,
        workflowVersion: deploymentVersions.workflowVersion,
        subGraphs: deploymentVersions.subGraphs,
        publishedBy: users.name,
        publishedAt: deploymentVersions.publishedAt,
      })
      .from(deploymentVersions)
      .leftJoin(users, eq(users.id, deploymentVersions.publishedBy))
      .where(and(eq(deploymentVersions.workspaceId, workspaceId), eq(deploymentVersions.deploymentId, deploymentId)))
      .orderBy(desc(deploymentVersions.number));
    const shown = versions.find(({ number }) => number === row.current) ?? versions[0]!;
    const { workflowId } = row;
    const graph = await readVersionGraph(tx, { workspaceId, workflowId, number: shown.workflowVersion });
    const read = readInterface(graph, shown.subGraphs);
    const samples = new Map(workflowInputs(graph).map(({ name, sample }) => [name, sample ?? null]));
    const traffic = await readTraffic(tx, { workspaceId });
    return {
      ...row,
      inputs: (read.ok ? read.ports.inputs : []).map((port) => ({ ...port, sample: samples.get(port.name) ?? null })),
      outputs: read.ok ? read.ports.outputs : [],
      traffic: traffic.get(deploymentId) ?? noTraffic,
      versions: versions.map(({ subGraphs: _subGraphs, publishedBy, ...version }) => ({
        ...version,
        publishedBy: publishedBy ?? FORMER_MEMBER,
      })),
    };
  });
}
