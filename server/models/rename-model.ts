import { notBuilt } from "../not-built.ts";
import type { ServiceContext } from "../service-context.ts";

export async function renameModel(
  _context: ServiceContext,
  _args: { modelId: string; name: string },
): Promise<{ id: string; name: string }> {
  return notBuilt();
}
