import type { Graph } from "../../graph/schema.ts";
import { bodyNodes } from "../../graph/sub-graphs.ts";
import { definitions } from "../../nodes/definitions.ts";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What workflows are called here; in files they may have other names, and no workflow of a workspace is meant by those. */
export function isWorkflowId(id: string): boolean {
  return uuid.test(id);
}

/** Ids of the workflows that a graph's nodes run, each once. */
export function usedWorkflows(graph: Graph): string[] {
  return [...new Set(bodyNodes(graph, definitions).map(({ ref }) => ref.id))].filter(isWorkflowId);
}
