import "#server-only";
import { stripSecrets } from "../../graph/strip-secrets.ts";
import { AppError } from "../app-error.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { channels } from "../queue/channels.ts";
import type { RunServices } from "../runs/run-services.ts";
import type { ServiceContext } from "../service-context.ts";
import { cleanGraph, findMissingWorkflows } from "../workflows/clean-graph.ts";
import { ArchiveError } from "./archive-error.ts";
import { checkArtifacts } from "./check-artifacts.ts";
import { digestOf } from "./digest-of.ts";
import { findImported, insertImported } from "./insert-imported.ts";
import { openArchive, type RunArchive } from "./open-archive.ts";

type ImportContext = ServiceContext & { artifacts: ArtifactStore; runServices: RunServices };

export type ImportAnswer = {
  runId: string;
  /** The archive had been opened here before: this is the run from then. */
  isKnown: boolean;
  /** What is missing here to run it again; to look at it nothing is. */
  warnings: string[];
};

/**
 * Takes the run of an archive into the workspace. All of it is checked before anything of it is kept.
 *
 * @throws AppError BAD_REQUEST that says what is wrong with the archive; the reason is that of `ArchiveError`
 */
export async function importRun(context: ImportContext, { file }: { file: string }): Promise<ImportAnswer> {
  let archive: RunArchive | null = null;
  try {
    archive = await openArchive(file);
    const digest = digestOf(archive.manifest);
    const known = await findImported(context, digest);
    if (known) return { runId: known, isKnown: true, warnings: [] };
    await checkArtifacts(archive);
    return await keep(context, { archive, digest });
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    throw new AppError("BAD_REQUEST", error.message, { reason: error.reason, cause: error });
  } finally {
    archive?.close();
  }
}

/** Bytes first: what is put and gets no row, because the disk is full or the database is gone, the upkeep removes. */
async function keep(
  context: ImportContext,
  { archive, digest }: { archive: RunArchive; digest: string },
): Promise<ImportAnswer> {
  const { artifacts, tenant, runServices } = context;
  const { manifest, openArtifact } = archive;
  for (const { hash, sizeBytes } of manifest.artifacts) {
    await artifacts.put(await openArtifact(hash), { maxBytes: sizeBytes });
  }
  const { graph } = stripSecrets(manifest.workflow.graph);
  const { runId, isNew } = await insertImported(context, { archive, digest, graph });
  if (!isNew) return { runId, isKnown: true, warnings: [] };
  runServices.bell.ring(channels.runs, `${tenant.workspaceId} ${runId}`);
  const { warnings } = await cleanGraph(context, manifest.workflow.graph);
  const missing = await findMissingWorkflows(context, { graph, brought: {} });
  return { runId, isKnown: false, warnings: [...warnings, ...missing].map(({ message }) => message) };
}
