import type { Graph } from "../../graph/schema.ts";
import { notBuilt } from "../not-built.ts";
import type { ServiceContext } from "../service-context.ts";

export async function createWorkflow(
  _context: ServiceContext,
  _args: { title?: string | undefined; description?: string | undefined; graph?: Graph | undefined },
): Promise<{ id: string }> {
  return notBuilt();
}
