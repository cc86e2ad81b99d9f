import type { Kind } from "#graph/kinds";
import { AppError } from "../app-error.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { requireArtifact } from "../files/require-artifact.ts";
import type { ServiceContext } from "../service-context.ts";
import { findTemplateArtifact } from "../templates/find-template-artifact.ts";
import type { ValueReader } from "./reader/value-reader.ts";

/** Where the bytes of a value lie: a file on this machine, or a part of one. */
export type Content = {
  hash: string;
  file: string;
  start: number;
  sizeBytes: number;
  mediaType: string;
  /** Known for an item of a list. */
  kind?: Kind;
  name?: string;
};

export type ContentContext = Pick<ServiceContext, "tenant"> & {
  artifacts: ArtifactStore;
  templatesDir: string;
  valueReader: ValueReader;
};

/** Bytes of a value; `item` is the place of one item in a list that was kept whole: "12", or "3.0" in a list of lists. */
export type ContentAddress = { hash: string; item?: string | undefined };

/**
 * Content of the workspace, or of a template's recorded run, which every member may see.
 *
 * @throws AppError NOT_FOUND, also for what only another workspace has
 */
export async function findContent(context: ContentContext, { hash, item }: ContentAddress): Promise<Content> {
  const whole = await findWhole(context, hash);
  if (item === undefined) return whole;
  const part = await context.valueReader.findItem(whole, item);
  return { ...whole, ...part, start: whole.start + part.start };
}

async function findWhole({ tenant, artifacts, templatesDir }: ContentContext, hash: string): Promise<Content> {
  const found = await requireArtifact({ tenant }, { hash }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "NOT_FOUND") return null;
    throw error;
  });
  if (found) return { ...found, file: await artifacts.localPath(hash), start: 0 };
  const shared = await findTemplateArtifact(templatesDir, hash);
  if (!shared) throw new AppError("NOT_FOUND", "There is no such file.");
  return { hash, start: 0, ...shared };
}
