import "#server-only";
import { AppError } from "../app-error.ts";
import { openWebServices } from "../open-web-services.ts";
import { countOpening, findShare } from "./find-share.ts";
import { getSharedRun, type SharedRun } from "./get-shared-run.ts";

/** What the page of a link shows, and counts that it was opened; null for a link that does not work. */
export async function openSharedRun(token: string): Promise<{ run: SharedRun; expiresAt: Date | null } | null> {
  const { database } = await openWebServices();
  const share = await findShare(database, token);
  if (!share) return null;
  try {
    const run = await getSharedRun(share);
    await countOpening(database, share);
    return { run, expiresAt: share.expiresAt };
  } catch (error) {
    if (error instanceof AppError && error.code === "NOT_FOUND") return null;
    throw error;
  }
}
