import "#server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import { artifacts } from "../db/schema/artifacts.ts";
import { modelVersions } from "../db/schema/models.ts";
import { runShares } from "../db/schema/run-shares.ts";
import { runArtifacts, runs } from "../db/schema/runs.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import { contentsIn } from "../runs/contents-in.ts";
import type { ServiceContext } from "../service-context.ts";
import { isOpen } from "./is-open.ts";
import { makeShareToken } from "./share-token.ts";

/** More than anybody keeps apart; revoked and expired ones do not count. */
const MAX_SHARES = 100;

/**
 * Makes a link to a run. The answer is the only one that ever holds its token.
 *
 * @throws AppError NOT_FOUND for another workspace's run, BAD_REQUEST for a time that has passed, CONFLICT "too-many-shares"
 */
export async function createShare(
  { tenant, userId }: ServiceContext,
  { runId, note, expiresAt }: { runId: string; note: string; expiresAt: Date | null },
): Promise<{ shareId: string; token: string }> {
  if (expiresAt && expiresAt.getTime() <= Date.now()) {
    throw new AppError("BAD_REQUEST", "The link would have expired already. Choose a later day.", {
      reason: "bad-input",
    });
  }
  const { workspaceId } = tenant;
  const { token, hash } = makeShareToken();
  return tenant.run(async (tx) => {
    const [run] = await tx
      .select({ graph: runs.graph, subGraphs: runs.subGraphs })
      .from(runs)
      .where(and(eq(runs.workspaceId, workspaceId), eq(runs.id, runId)))
      .for("update");
    if (!run) throw new AppError("NOT_FOUND", "There is no such run.");
    await refuseTooMany(tx, { workspaceId, runId });
    await holdNamedFiles(tx, { workspaceId, runId, hashes: [...contentsIn([run.graph, run.subGraphs]).keys()] });
    const values = { workspaceId, runId, tokenHash: hash, note, createdBy: userId, expiresAt };
    const [made] = await tx.insert(runShares).values(values).returning({ id: runShares.id });
    return { shareId: made!.id, token };
  });
}

async function refuseTooMany(tx: TenantTransaction, { workspaceId, runId }: { workspaceId: string; runId: string }) {
  const [row] = await tx
    .select({ open: sql<number>`count(*) filter (where ${isOpen})::int` })
    .from(runShares)
    .where(and(eq(runShares.workspaceId, workspaceId), eq(runShares.runId, runId)));
  if (row!.open < MAX_SHARES) return;
  const message = `This run has ${MAX_SHARES} links that work. Revoke one of them first.`;
  throw new AppError("CONFLICT", message, { reason: "too-many-shares" });
}

/** Samples and other files that its nodes name are shown as well, so they become the run's own. Models do not. */
async function holdNamedFiles(
  tx: TenantTransaction,
  { workspaceId, runId, hashes }: { workspaceId: string; runId: string; hashes: string[] },
) {
  if (hashes.length === 0) return;
  const isNamed = and(eq(artifacts.workspaceId, workspaceId), inArray(artifacts.hash, hashes));
  const files = await tx
    .select({ hash: artifacts.hash })
    .from(artifacts)
    .where(
      and(
        isNamed,
        sql`not exists (select from ${modelVersions} where ${modelVersions.workspaceId} = ${artifacts.workspaceId}
          and ${modelVersions.hash} = ${artifacts.hash})`,
      ),
    );
  if (files.length === 0) return;
  const rows = files.map(({ hash }) => ({ workspaceId, runId, hash }));
  await tx.insert(runArtifacts).values(rows).onConflictDoNothing();
}
