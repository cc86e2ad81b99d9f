import { notBuilt } from "../not-built.ts";
import type { ServiceContext } from "../service-context.ts";

/**
 * Removes the version, and the model with its last one. Runs of the past keep their copy until orphans are removed.
 * @throws AppError CONFLICT with `details: { usedBy }` while a workflow holds it.
 */
export async function removeModelVersion(
  _context: ServiceContext,
  _args: { modelId: string; hash: string },
): Promise<{ modelRemoved: boolean }> {
  return notBuilt();
}
