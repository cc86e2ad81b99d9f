import "#server-only";
import { notBuilt } from "../not-built.ts";
import type { ServiceContext } from "../service-context.ts";

/** @throws AppError NOT_FOUND for an unknown and another workspace's run alike. */
export async function requireRun(_context: ServiceContext, _runId: string): Promise<{ id: string }> {
  return notBuilt();
}
