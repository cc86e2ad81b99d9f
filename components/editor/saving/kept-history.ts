import type { Change } from "../editor-store.ts";

/** What can be undone and redone in a workflow. */
export type History = { past: readonly Change[]; future: readonly Change[] };

/** As many workflows as one goes into and comes back from. */
const MAX_WORKFLOWS = 16;
const kept = new Map<string, History>();

/** Keeps it for when this page comes back to the workflow, as after going into one that it runs; until the page is loaded anew. */
export function keepHistory(workflowId: string, { past, future }: History): void {
  kept.delete(workflowId);
  if (past.length + future.length === 0) return;
  kept.set(workflowId, { past, future });
  const [oldest] = kept.keys();
  if (kept.size > MAX_WORKFLOWS && oldest !== undefined) kept.delete(oldest);
}

export function keptHistory(workflowId: string): History {
  return kept.get(workflowId) ?? { past: [], future: [] };
}
