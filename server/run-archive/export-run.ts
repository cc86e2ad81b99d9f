import "#server-only";
import type { Readable } from "node:stream";
import { and, asc, eq, inArray } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { artifacts as artifactRows } from "../db/schema/artifacts.ts";
import { modelVersions } from "../db/schema/models.ts";
import { runArtifacts, runEvents, runs } from "../db/schema/runs.ts";
import { workflows } from "../db/schema/workflows.ts";
import type { ServiceContext } from "../service-context.ts";
import type { ArchiveArtifact } from "./archive-format.ts";
import { describeRun } from "./describe-run.ts";
import { writeArchive } from "./write-archive.ts";

/**
 * A run that is over as one zip, streamed. Values that are not kept any more are named in it as missing.
 *
 * @throws AppError NOT_FOUND for another workspace's run, CONFLICT "run-not-over" while it goes on
 */
export async function exportRun(
  { tenant, artifacts }: Pick<ServiceContext, "tenant"> & { artifacts: ArtifactStore },
  { runId }: { runId: string },
): Promise<{ number: number; content: Readable }> {
  const { number, described, held } = await tenant.run(async (tx) => {
    const { workspaceId } = tenant;
    const [found] = await tx
      .select({ run: runs, title: workflows.title, description: workflows.description })
      .from(runs)
      .innerJoin(workflows, and(eq(workflows.workspaceId, runs.workspaceId), eq(workflows.id, runs.workflowId)))
      .where(and(eq(runs.workspaceId, workspaceId), eq(runs.id, runId)));
    if (!found) throw new AppError("NOT_FOUND", "There is no such run.");
    const { run } = found;
    const { status, finishedAt, imported } = run;
    if (finishedAt === null || status === "queued" || status === "running" || status === "waiting") {
      throw new AppError("CONFLICT", "This run still goes on. Download it once it is over, or cancel it first.", {
        reason: "run-not-over",
      });
    }
    const events = await tx
      .select({ event: runEvents.event })
      .from(runEvents)
      .where(and(eq(runEvents.workspaceId, workspaceId), eq(runEvents.runId, runId)))
      .orderBy(asc(runEvents.seq));
    const told = describeRun({
      run: {
        ...numbersOf(imported ?? { number: run.number, version: run.workflowVersion }),
        status,
        part: run.part,
        noCache: run.noCache,
        createdAt: imported?.createdAt ?? run.createdAt.toISOString(),
        startedAt: imported ? imported.startedAt : (run.startedAt?.toISOString() ?? null),
        finishedAt: imported?.finishedAt ?? finishedAt.toISOString(),
        tags: run.tags,
        note: run.note,
      },
      workflow: { title: imported?.title ?? found.title, description: found.description, graph: run.graph },
      subGraphs: run.subGraphs,
      inputs: run.inputs,
      events: events.map(({ event }) => event),
    });
    const own = await tx
      .select({ hash: runArtifacts.hash })
      .from(runArtifacts)
      .where(and(eq(runArtifacts.workspaceId, workspaceId), eq(runArtifacts.runId, runId)));
    for (const { hash } of own) told.hashes.add(hash);
    const hashes = [...told.hashes];
    const isModel = await tx
      .select({ hash: modelVersions.hash })
      .from(modelVersions)
      .where(and(eq(modelVersions.workspaceId, workspaceId), inArray(modelVersions.hash, hashes)));
    for (const { hash } of isModel) told.hashes.delete(hash);
    const rows = await tx
      .select({ hash: artifactRows.hash, sizeBytes: artifactRows.sizeBytes, mediaType: artifactRows.mediaType })
      .from(artifactRows)
      .where(and(eq(artifactRows.workspaceId, workspaceId), inArray(artifactRows.hash, hashes)));
    return { number: run.number, described: told, held: rows };
  });
  const kept: ArchiveArtifact[] = [];
  for (const artifact of held) {
    if (described.hashes.has(artifact.hash) && (await artifacts.has(artifact.hash))) kept.push(artifact);
  }
  const there = new Set(kept.map(({ hash }) => hash));
  const missing = [...described.hashes].filter((hash) => !there.has(hash));
  const content = writeArchive({
    manifest: described.manifestWith(kept, missing),
    events: described.events,
    openArtifact: async (hash) => (await artifacts.stream(hash)).stream,
  });
  return { number, content };
}

function numbersOf({ number, version }: { number: number | null; version: number | null }) {
  return { ...(number !== null && { number }), ...(version !== null && { version }) };
}
