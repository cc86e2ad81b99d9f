import { notBuilt } from "../not-built.ts";
import type { ServiceContext } from "../service-context.ts";

/** The workflow leaves the lists; its versions and runs stay. */
export async function removeWorkflow(_context: ServiceContext, _args: { workflowId: string }): Promise<{ id: string }> {
  return notBuilt();
}
