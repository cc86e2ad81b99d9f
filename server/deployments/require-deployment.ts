import "#server-only";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { JsonValue } from "../../graph/json.ts";
import { workflowInputs } from "../../graph/workflow-interface.ts";
import { definitions } from "../../nodes/definitions.ts";
import type { TensorSignature } from "../../graph/values.ts";
import { AppError } from "../app-error.ts";
import { users } from "../db/schema/accounts.ts";
import { deployments, deploymentVersions } from "../db/schema/deployments.ts";
import { models, modelVersions } from "../db/schema/models.ts";
import { workflows } from "../db/schema/workflows.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import { FORMER_MEMBER } from "../runs/starter-name.ts";
import type { ServiceContext } from "../service-context.ts";
import { readInterface } from "../serving/workflow/read-interface.ts";
import type { ServedPort } from "../serving/workflow/served-port.ts";
import { readVersionGraph } from "./read-version-graph.ts";
import type { Traffic } from "./traffic.ts";
import { noTraffic, readTraffic } from "./traffic.ts";
import { isPublishedWorkflow } from "./current-version.ts";

export type DeploymentVersion = {
  number: number;
  /** Number of the workflow's or model's version that it is of. */
  sourceVersion: number;
  publishedBy: string;
  publishedAt: Date;
};
type Common = {
  id: string;
  name: string;
  current: number | null;
  /** Newest first. */
  versions: DeploymentVersion[];
};
export type WorkflowDeployment = Common & {
  type: "workflow";
  workflowId: string;
  workflowTitle: string;
  inputs: (ServedPort & { sample: JsonValue })[];
  outputs: ServedPort[];
  traffic: Traffic;
};
export type ModelDeployment = Common & {
  type: "model";
  modelId: string;
  modelName: string;
  inputs: TensorSignature[];
  outputs: TensorSignature[];
};
export type DeploymentDetails = WorkflowDeployment | ModelDeployment;

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
        modelId: deployments.modelId,
        modelName: models.name,
        current: deployments.current,
      })
      .from(deployments)
      .leftJoin(workflows, isPublishedWorkflow)
      .leftJoin(models, and(eq(models.workspaceId, deployments.workspaceId), eq(models.id, deployments.modelId)))
      .where(
        and(eq(deployments.workspaceId, workspaceId), eq(deployments.id, deploymentId), isNull(workflows.removedAt)),
      );
    if (!row) throw deploymentNotFound();
    const { id, name, current, workflowId, workflowTitle, modelId, modelName } = row;
    const found = await readVersions(tx, { workspaceId, deploymentId });
    const shown = found.find(({ number }) => number === current) ?? found[0];
    const versions = found.map(({ number, sourceVersion, publishedBy, publishedAt }): DeploymentVersion => ({
      number,
      sourceVersion,
      publishedBy: publishedBy ?? FORMER_MEMBER,
      publishedAt,
    }));
    const common = { id, name, current, versions };
    if (modelId !== null) {
      const { inputs, outputs } = shown?.summary ?? { inputs: [], outputs: [] };
      return { type: "model", ...common, modelId, modelName: modelName!, inputs, outputs };
    }
    const number = shown!.sourceVersion; // a workflow's versions are never removed
    const graph = await readVersionGraph(tx, { workspaceId, workflowId: workflowId!, number });
    const read = readInterface(graph, shown!.subGraphs);
    const samples = new Map(workflowInputs(graph, definitions).map((input) => [input.name, input.sample ?? null]));
    const inputs = read.ok ? read.ports.inputs : [];
    const traffic = await readTraffic(tx, { workspaceId });
    return {
      type: "workflow",
      ...common,
      workflowId: workflowId!,
      workflowTitle: workflowTitle!,
      inputs: inputs.map((port) => ({ ...port, sample: samples.get(port.name) ?? null })),
      outputs: read.ok ? read.ports.outputs : [],
      traffic: traffic.get(deploymentId) ?? noTraffic,
    };
  });
}

function readVersions(
  tx: TenantTransaction,
  { workspaceId, deploymentId }: { workspaceId: string; deploymentId: string },
) {
  return tx
    .select({
      number: deploymentVersions.number,
      // One of the two is there.
      sourceVersion: sql<number>`coalesce(${deploymentVersions.workflowVersion}, ${modelVersions.number})`,
      subGraphs: deploymentVersions.subGraphs,
      summary: modelVersions.summary,
      publishedBy: users.name,
      publishedAt: deploymentVersions.publishedAt,
    })
    .from(deploymentVersions)
    .leftJoin(
      modelVersions,
      and(
        eq(modelVersions.workspaceId, deploymentVersions.workspaceId),
        eq(modelVersions.id, deploymentVersions.modelVersionId),
      ),
    )
    .leftJoin(users, eq(users.id, deploymentVersions.publishedBy))
    .where(and(eq(deploymentVersions.workspaceId, workspaceId), eq(deploymentVersions.deploymentId, deploymentId)))
    .orderBy(desc(deploymentVersions.number));
}
