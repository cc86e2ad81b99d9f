import { and, eq, inArray } from "drizzle-orm";
import type { JsonValue } from "../../graph/json.ts";
import { readDocument } from "../../graph/read-document.ts";
import type { Graph } from "../../graph/schema.ts";
import { bodyNodes, subGraphKey } from "../../graph/sub-graphs.ts";
import type { SubGraph, SubGraphs } from "../../graph/sub-graphs.ts";
import { definitions } from "../../nodes/definitions.ts";
import { AppError } from "../app-error.ts";
import { artifacts } from "../db/schema/artifacts.ts";
import type { ServiceContext } from "../service-context.ts";
import { createWithSubWorkflows } from "./create-with-sub-workflows.ts";
import { findReferences } from "./find-references.ts";
import { loadWorkflows } from "./load-sub-graphs.ts";
import { type ImportWarning, stripSecrets } from "./strip-secrets.ts";

/**
 * Makes a workflow of a file, and of each one that the file brings along and that is not here already. Nothing in it is run or fetched. What is missing here (node types, models, files) is kept as
 * it is and named in a warning; secrets and paths are taken out.
 *
 * @throws AppError BAD_REQUEST with `details: { problems }` when the document cannot be read.
 */
export async function importWorkflow(
  context: Pick<ServiceContext, "tenant" | "userId">,
  { file: json }: { file: JsonValue },
): Promise<{ id: string; warnings: ImportWarning[] }> {
  const read = readDocument(json, definitions);
  if (!read.ok) {
    const { problems } = read;
    const more = problems.length > 1 ? ` There are ${problems.length - 1} more problems.` : "";
    const message = `This file cannot be read as a workflow: ${problems[0]!.message}${more}`;
    throw new AppError("BAD_REQUEST", message, { reason: "bad-document", details: { problems } });
  }
  const { title, description = "", workflows = {} } = read.file;
  const { graph, warnings } = await clean(context, read.file.graph);
  const brought: Record<string, SubGraph> = {};
  for (const [key, sub] of Object.entries(workflows)) {
    const cleaned = await clean(context, sub.graph);
    brought[key] = { title: sub.title, graph: cleaned.graph };
    warnings.push(...cleaned.warnings.map((warning) => within(sub, warning)));
  }
  warnings.push(...(await findMissingWorkflows(context, { graph, brought })));
  const { id } = await createWithSubWorkflows(context, { title, description, graph, brought });
  return { id, warnings };
}

async function clean(context: Pick<ServiceContext, "tenant">, given: Graph) {
  const { graph, warnings } = stripSecrets(given);
  return { graph, warnings: [...warnings, ...findUnknownTypes(graph), ...(await findMissingContent(context, graph))] };
}

/** Its nodes are not those of the imported graph. */
function within({ title }: SubGraph, { code, message }: ImportWarning): ImportWarning {
  return { code, message: `In "${title}": ${message}` };
}

async function findMissingWorkflows(
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
    .map(({ kind, hash }) => ({
      code: `missing-${kind}`,
      message: `The ${kind} with SHA-256 ${hash.slice(0, 12)}… is not in this workspace. Upload it, or choose another.`,
    }));
}
