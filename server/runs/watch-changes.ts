import "#server-only";
import { notBuilt } from "../not-built.ts";
import type { RunListRow } from "./run-list-row.ts";
import type { RunContext } from "./run-services.ts";

/** Yields the list row of each live run of the workspace, then again whenever one changes, until `signal` aborts. */
export async function* watchChanges(
  _context: RunContext,
  _args: { signal: AbortSignal },
): AsyncGenerator<RunListRow, void> {
  yield notBuilt();
}
