import "#server-only";
import type { RunEvent } from "../../graph/run-events.ts";
import type { Graph } from "../../graph/schema.ts";
import { type SubGraphs, subGraphOf } from "../../graph/sub-graphs.ts";
import { workflowRefSchema } from "../../graph/workflow-ref.ts";
import { ArchiveError } from "./archive-error.ts";
import { type ArchiveManifest, EVENTS_FILE } from "./archive-format.ts";

/**
 * Refuses events of steps that the workflow of the archive does not have. Of a workflow that a node runs and that is not in
 * the archive, any step is let pass.
 *
 * @throws ArchiveError that names the step and the line
 */
export function checkSteps({ workflow }: Pick<ArchiveManifest, "workflow">, events: readonly RunEvent[]): void {
  const { graph, workflows = {} } = workflow;
  const known = new Set<string>();
  for (const [index, event] of events.entries()) {
    for (const path of stepsIn(event)) {
      if (known.has(path)) continue;
      if (!hasStep(graph, workflows, path)) {
        const message = `Line ${index + 1} of ${EVENTS_FILE} names the step ${JSON.stringify(path)}, which the workflow does not have.`;
        throw new ArchiveError("damaged-archive", message);
      }
      known.add(path);
    }
  }
}

function stepsIn(event: RunEvent): string[] {
  if (event.type === "run.started") {
    const { resumedSteps = [], failedSteps = [], innerSteps = {} } = event;
    return [...resumedSteps, ...failedSteps, ...Object.keys(innerSteps)];
  }
  return "nodeId" in event ? [event.nodeId] : [];
}

function hasStep(outer: Graph, subGraphs: SubGraphs, path: string): boolean {
  let graph = outer;
  const ids = path.split("/");
  for (const [depth, id] of ids.entries()) {
    const node = Object.hasOwn(graph.nodes, id) ? graph.nodes[id] : undefined;
    if (!node || depth === ids.length - 1) return node !== undefined;
    const inner = subGraphOf(node, subGraphs);
    if (!inner) return workflowRefSchema.safeParse(node.params.workflow).success;
    graph = inner.graph;
  }
  return false;
}
