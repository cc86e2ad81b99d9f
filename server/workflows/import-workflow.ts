import type { JsonValue } from "../../graph/json.ts";
import { notBuilt } from "../not-built.ts";
import type { ServiceContext } from "../service-context.ts";

/** `code` is stable and kebab-case, e.g. "secret-removed". */
export type ImportWarning = { code: string; message: string; nodeId?: string; param?: string };

/** @throws AppError BAD_REQUEST with the problems found, when the document cannot be read. */
export async function importWorkflow(
  _context: ServiceContext,
  _args: { file: JsonValue },
): Promise<{ id: string; warnings: ImportWarning[] }> {
  return notBuilt();
}
