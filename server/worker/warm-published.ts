import "#server-only";
import { and, count, desc, eq, inArray, isNotNull, isNull, like, max, not } from "drizzle-orm";
import type { Graph } from "../../graph/schema.ts";
import type { Database } from "../db/client.ts";
import { deployments, deploymentVersions } from "../db/schema/deployments.ts";
import { modelBatching } from "../db/schema/workers.ts";
import { workflows, workflowVersions } from "../db/schema/workflows.ts";
import type { WarmModel } from "../engine/engine-pool-types.ts";
import { UNTRIED } from "../inference/prove-model.ts";
import { runtimeVersion } from "../inference/runtime-version.ts";
import { isCurrentVersion, isPublishedWorkflow } from "../deployments/current-version.ts";
import { startBackgroundWork, type BackgroundWork } from "./background-work.ts";

/** Of all workspaces, those that were published or changed last. */
const MAX_DEPLOYMENTS = 100;

/**
 * Has the models of published workflows opened ahead of the first request: when the worker starts, and when something is
 * published. Only those that were tried in a process of their own, so that none takes an engine down before anybody asked for it.
 */
export function startWarming({
  database,
  warm,
  everyMs,
  onLog,
}: {
  database: Database;
  warm: (models: readonly WarmModel[]) => void;
  everyMs: number;
  onLog: (message: string) => void;
}): BackgroundWork {
  let known = "";
  const toldOf = new Set<string>();

  async function look() {
    const state = await readState(database);
    if (state === known) return;
    const models = await findModels(database);
    const fresh = models.filter(({ hash, device }) => !toldOf.has(`${hash} ${device}`));
    for (const { hash, device } of fresh) toldOf.add(`${hash} ${device}`);
    if (fresh.length > 0) warm(fresh);
    known = state;
  }

  return startBackgroundWork({
    everyMs,
    work: look,
    failed: "Models could not be opened ahead; tried again soon",
    onLog,
  });
}

const isPublished = and(isNotNull(deployments.current), isNotNull(deployments.workflowId));

/** Another one whenever something was published, or a model tried. */
async function readState(database: Database): Promise<string> {
  const rows = await database
    .select({ id: deployments.id, current: deployments.current })
    .from(deployments)
    .where(isPublished)
    .orderBy(desc(deployments.updatedAt), deployments.id)
    .limit(MAX_DEPLOYMENTS);
  const [tried] = await database.select({ count: count(), last: max(modelBatching.foundAt) }).from(modelBatching);
  return JSON.stringify([rows, tried]);
}

async function findModels(database: Database): Promise<WarmModel[]> {
  const rows = await database
    .select({ graph: workflowVersions.graph, subGraphs: deploymentVersions.subGraphs })
    .from(deployments)
    .innerJoin(deploymentVersions, isCurrentVersion)
    .innerJoin(
      workflowVersions,
      and(
        eq(workflowVersions.workspaceId, deploymentVersions.workspaceId),
        eq(workflowVersions.workflowId, deploymentVersions.workflowId),
        eq(workflowVersions.number, deploymentVersions.workflowVersion),
      ),
    )
    .innerJoin(workflows, and(isPublishedWorkflow, isNull(workflows.removedAt)))
    .where(isPublished)
    .orderBy(desc(deployments.updatedAt), deployments.id)
    .limit(MAX_DEPLOYMENTS);
  const graphs = rows.flatMap(({ graph, subGraphs }) => [graph, ...Object.values(subGraphs).map((sub) => sub.graph)]);
  const wanted = graphs.flatMap(modelsIn);
  if (wanted.length === 0) return [];
  const tried = await database
    .select({ hash: modelBatching.hash, isBatched: modelBatching.isBatched })
    .from(modelBatching)
    .where(
      and(
        inArray(
          modelBatching.hash,
          wanted.map(({ hash }) => hash),
        ),
        eq(modelBatching.runtime, runtimeVersion),
        not(like(modelBatching.why, `${UNTRIED}%`)),
      ),
    );
  return wanted.flatMap((model) => {
    const found = tried.find(({ hash }) => hash === model.hash);
    return found ? [{ ...model, isQuick: found.isBatched === true }] : [];
  });
}

/** The models that the nodes of a graph hold in their params, each with the device that the node is to compute on. */
function modelsIn({ nodes }: Graph): Omit<WarmModel, "isQuick">[] {
  return Object.values(nodes).flatMap(({ params, disabled }) => {
    if (disabled) return [];
    const device = typeof params.device === "string" ? params.device : "auto";
    return Object.values(params).flatMap((param) => {
      if (typeof param !== "object" || param === null || Array.isArray(param)) return [];
      const { hash, name, inputs } = param;
      return typeof hash === "string" && Array.isArray(inputs) ? [{ hash, name: String(name), device }] : [];
    });
  });
}
