import type { ModelRef } from "../../graph/values.ts";
import { notBuilt } from "../not-built.ts";
import type { ServiceContext } from "../service-context.ts";

/** What a node's params hold of a model version. @throws AppError NOT_FOUND */
export async function requireModelRef(_context: ServiceContext, _args: { hash: string }): Promise<ModelRef> {
  return notBuilt();
}
