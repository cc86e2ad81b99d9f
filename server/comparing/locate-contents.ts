import { and, eq, inArray } from "drizzle-orm";
import type { RecordedFlow } from "#graph/recorded-values";
import { artifacts } from "../db/schema/artifacts.ts";
import { findTemplateArtifact } from "../templates/find-template-artifact.ts";
import type { ContentContext } from "../values/find-content.ts";
import type { StoredPart } from "../values/reader/reader-messages.ts";
import { artifactsOf } from "../worker/artifacts-of.ts";

/** Where all content lies that the records point to: of the workspace, or of a template's recorded run where their folder is given. What is gone is left out. */
export async function locateContents(
  { tenant, artifacts: store, templatesDir }: Pick<ContentContext, "tenant" | "artifacts"> & { templatesDir?: string },
  records: readonly RecordedFlow[],
): Promise<StoredPart[]> {
  const wanted = artifactsOf({ outputs: Object.fromEntries(records.map((record, index) => [index, record])) });
  const hashes = wanted.map(({ hash }) => hash);
  if (hashes.length === 0) return [];
  const known = await tenant.run((tx) =>
    tx
      .select({ hash: artifacts.hash, sizeBytes: artifacts.sizeBytes })
      .from(artifacts)
      .where(and(eq(artifacts.workspaceId, tenant.workspaceId), inArray(artifacts.hash, hashes))),
  );
  const sizes = new Map(known.map(({ hash, sizeBytes }) => [hash, sizeBytes]));
  const parts: StoredPart[] = [];
  for (const hash of hashes) {
    const sizeBytes = sizes.get(hash);
    const found =
      sizeBytes === undefined
        ? templatesDir === undefined
          ? null
          : await findTemplateArtifact(templatesDir, hash)
        : // Its row is there; its bytes may be lost.
          await store.localPath(hash).then(
            (file) => ({ file, sizeBytes }),
            () => null,
          );
    if (found)
      parts.push({ key: `${hash} 0 ${found.sizeBytes}`, hash, file: found.file, start: 0, sizeBytes: found.sizeBytes });
  }
  return parts;
}
