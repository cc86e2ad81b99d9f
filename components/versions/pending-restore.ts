import type { Graph } from "#graph/schema";

type Restore = { version: number; graph: Graph };

/** What the editor is to go back to when it opens next; not in the address, so that no link changes a workflow. */
const pending = new Map<string, Restore>();

export function askForRestore(workflowId: string, restore: Restore): void {
  pending.set(workflowId, restore);
}

/** Gives what was asked for, once. */
export function takePendingRestore(workflowId: string): Restore | undefined {
  const restore = pending.get(workflowId);
  pending.delete(workflowId);
  return restore;
}
