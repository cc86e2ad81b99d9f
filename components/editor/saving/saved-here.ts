import type { Graph } from "#graph/schema";

type Saved = { graph: Graph; version: number; updatedAt: Date };

/** What this page has saved since it was loaded, by workflow. */
const saved = new Map<string, Saved>();

export function rememberSaved(workflowId: string, { graph, version }: Omit<Saved, "updatedAt">): void {
  saved.set(workflowId, { graph, version, updatedAt: new Date() });
}

/**
 * The workflow as it was saved last. The browser's way back shows a page as it was when it was first opened, and with it the
 * workflow from before the changes that were made there.
 */
export function newestOf<T extends Saved & { id: string }>(workflow: T): T {
  const known = saved.get(workflow.id);
  return known && known.version > workflow.version ? { ...workflow, ...known } : workflow;
}
