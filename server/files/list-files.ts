import { and, desc, eq, exists, inArray, isNull, sql } from "drizzle-orm";
import { fileRefSchema, type FileRef } from "../../graph/schema.ts";
import { artifacts } from "../db/schema/artifacts.ts";
import { workflowReferences, workflows, workflowVersions } from "../db/schema/workflows.ts";
import type { ServiceContext } from "../service-context.ts";
import { isNewestVersion } from "../workflows/newest-version.ts";

export type WorkspaceFile = {
  file: FileRef;
  /** Title of the workflow that was changed last of those that hold it. */
  workflow: string;
};

/** Graphs may be large, and a list of files is not worth reading hundreds of them. */
const MAX_WORKFLOWS = 50;
const MAX_FILES = 200;

/** The files that the workflows hold which were changed last, each once, under the name that it has there. */
export async function listFiles({ tenant }: Pick<ServiceContext, "tenant">): Promise<WorkspaceFile[]> {
  const { workspaceId } = tenant;
  return tenant.run(async (tx) => {
    const rows = await tx
      .select({ title: workflows.title, graph: workflowVersions.graph })
      .from(workflows)
      .innerJoin(workflowVersions, isNewestVersion)
      .where(
        and(
          eq(workflows.workspaceId, workspaceId),
          isNull(workflows.removedAt),
          exists(
            tx
              .select({ one: sql`1` })
              .from(workflowReferences)
              .where(
                and(
                  eq(workflowReferences.workspaceId, workflowVersions.workspaceId),
                  eq(workflowReferences.versionId, workflowVersions.id),
                  eq(workflowReferences.kind, "file"),
                ),
              ),
          ),
        ),
      )
      .orderBy(desc(workflows.updatedAt))
      .limit(MAX_WORKFLOWS);
    const found = new Map<string, WorkspaceFile>();
    for (const { title, graph } of rows) {
      for (const file of filesIn(Object.values(graph.nodes).map(({ params }) => params))) {
        if (found.size < MAX_FILES && !found.has(file.hash)) found.set(file.hash, { file, workflow: title });
      }
    }
    if (found.size === 0) return [];
    const kept = await tx
      .select({ hash: artifacts.hash })
      .from(artifacts)
      .where(and(eq(artifacts.workspaceId, workspaceId), inArray(artifacts.hash, [...found.keys()])));
    const hashes = new Set(kept.map(({ hash }) => hash));
    return [...found.values()].filter(({ file }) => hashes.has(file.hash));
  });
}

/** In the order in which they stand. */
function* filesIn(value: unknown): Generator<FileRef> {
  if (typeof value !== "object" || value === null) return;
  const file = fileRefSchema.safeParse(value);
  if (file.success) yield file.data;
  else for (const part of Object.values(value)) yield* filesIn(part);
}
