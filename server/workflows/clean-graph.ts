import { and, eq, inArray } from "drizzle-orm";
import type { Graph } from "../../graph/schema.ts";
import { stripSecrets } from "../../graph/strip-secrets.ts";
import type { ImportWarning } from "../../graph/strip-secrets.ts";
import { bodyNodes, subGraphKey } from "../../graph/sub-graphs.ts";
import type { SubGraphs } from "../../graph/sub-graphs.ts";
import { definitions } from "../../nodes/definitions.ts";
import { artifacts } from "../db/schema/artifacts.ts";
import type { ServiceContext } from "../service-context.ts";
import { findMissingSecrets } from "../secrets/find-missing-secrets.ts";
import { findReferences } from "./find-references.ts";
import { loadWorkflows } from "./load-sub-graphs.ts";

type Cleaned = { graph: Graph; warnings: ImportWarning[] };

/**
 * Nodes from elsewhere as they may come into a workflow of this workspace. Secrets and paths are taken out; what is missing
 * here (node types, models, files, workflows) is kept as it is, and named.
 */
export async function cleanPasted(
  context: Pick<ServiceContext, "tenant">,
  { graph: given }: { graph: Graph },
): Promise<Cleaned> {
  const { graph, warnings } = await cleanGraph(context, given);
  return { graph, warnings: [...warnings, ...(await findMissingWorkflows(context, { graph, brought: {} }))] };
}

/** The same, but for the workflows that it runs. */
export async function cleanGraph(context: Pick<ServiceContext, "tenant">, given: Graph): Promise<Cleaned> {
  const { graph, warnings } = stripSecrets(given);
  return {
    graph,
    warnings: [
      ...warnings,
      ...findUnknownTypes(graph),
      ...(await findMissingContent(context, graph)),
      ...(await findUnknownSecrets(context, graph)),
    ],
  };
}

/** Workflows that the graphs run and that are neither brought along nor here. */
export async function findMissingWorkflows(
  context: Pick<ServiceContext, "tenant">,
  { graph, brought }: { graph: Graph; brought: SubGraphs },
): Promise<ImportWarning[]> {
  const graphs = [graph, ...Object.values(brought).map((sub) => sub.graph)];
  const refs = graphs.flatMap((one) => bodyNodes(one, definitions).map(({ ref }) => ref));
  const unmet = new Map(refs.map((ref) => [subGraphKey(ref), ref]));
  for (const key of Object.keys(brought)) unmet.delete(key);
  if (unmet.size === 0) return [];
  const ours = await loadWorkflows(context, [...unmet.values()]);
  return [...unmet]
    .filter(([key]) => !Object.hasOwn(ours, key))
    .map(([, { title, version }]) => ({
      code: "missing-workflow",
      message: `The workflow "${title}"${version === null ? "" : ` in version ${version}`} is neither in the file nor in this workspace. Import it, and choose it in the nodes that run it.`,
    }));
}

function findUnknownTypes(graph: Graph): ImportWarning[] {
  return Object.values(graph.nodes)
    .filter(({ type }) => !Object.hasOwn(definitions, type))
    .map(({ id, type, title }) => ({
      code: "unknown-node-type",
      nodeId: id,
      message: `Node "${title ?? id}" is of the type "${type}", which this server does not know. It is kept and does not run.`,
    }));
}

/** The names stay: they say which secret is to be made. */
async function findUnknownSecrets(context: Pick<ServiceContext, "tenant">, graph: Graph): Promise<ImportWarning[]> {
  const missing = await findMissingSecrets(context, [graph]);
  return missing.map((name) => ({
    code: "missing-secret",
    message: `The secret "${name}" is not in this workspace. An admin can create it under Settings, Secrets.`,
  }));
}

async function findMissingContent({ tenant }: Pick<ServiceContext, "tenant">, graph: Graph): Promise<ImportWarning[]> {
  const references = findReferences(graph);
  if (references.length === 0) return [];
  const hashes = references.map(({ hash }) => hash);
  const rows = await tenant.run((tx) =>
    tx
      .select({ hash: artifacts.hash })
      .from(artifacts)
      .where(and(eq(artifacts.workspaceId, tenant.workspaceId), inArray(artifacts.hash, hashes))),
  );
  const present = new Set(rows.map(({ hash }) => hash));
  return references
    .filter(({ hash }) => !present.has(hash))
    .map(({ kind, hash, name }) => ({
      code: `missing-${kind}`,
      message: `The ${kind} ${name === null ? "" : `"${name}" `}with SHA-256 ${hash.slice(0, 12)}… is not in this workspace. Upload it, or choose another.`,
    }));
}
