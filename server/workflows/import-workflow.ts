import { and, eq, inArray } from "drizzle-orm";
import type { JsonValue } from "../../graph/json.ts";
import { readDocument } from "../../graph/read-document.ts";
import type { Graph } from "../../graph/schema.ts";
import { definitions } from "../../nodes/definitions.ts";
import { AppError } from "../app-error.ts";
import { artifacts } from "../db/schema/artifacts.ts";
import type { ServiceContext } from "../service-context.ts";
import { createWorkflow } from "./create-workflow.ts";
import { findReferences } from "./find-references.ts";
import { type ImportWarning, stripSecrets } from "./strip-secrets.ts";

/**
 * Makes a workflow of a file. Nothing in it is run or fetched. What is missing here (node types, models, files) is kept as
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
  const { title, description = "" } = read.file;
  const { graph, warnings } = stripSecrets(read.file.graph);
  warnings.push(...findUnknownTypes(graph), ...(await findMissingContent(context, graph)));
  const { id } = await createWorkflow(context, { title, description, graph });
  return { id, warnings };
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
