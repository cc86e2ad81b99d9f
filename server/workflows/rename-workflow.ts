import { notBuilt } from "../not-built.ts";
import type { ServiceContext } from "../service-context.ts";

export async function renameWorkflow(
  _context: ServiceContext,
  _args: { workflowId: string; title: string },
): Promise<{ id: string; title: string }> {
  return notBuilt();
}
