import type { Graph } from "../../graph/schema.ts";
import { notBuilt } from "../not-built.ts";
import type { ServiceContext } from "../service-context.ts";

/** What a CONFLICT carries in `details`: what was saved since `baseVersion`. */
export type SaveConflict = { version: number; graph: Graph };

/** @throws AppError CONFLICT with `SaveConflict` details when `baseVersion` is not the newest any more. */
export async function saveWorkflow(
  _context: ServiceContext,
  _args: { workflowId: string; baseVersion: number; graph: Graph },
): Promise<{ version: number; savedAt: Date }> {
  return notBuilt();
}
