import type { NodeLibrary } from "#graph/define-node";
import { waitingNode } from "#graph/reduce-run";
import type { RecordedFlow } from "#graph/recorded-values";
import type { NodeRunState, RunState } from "#graph/run-events";
import { isInRun, wholePart } from "#graph/run-part";
import type { RunPart } from "#graph/run-part";
import { runWithin } from "#graph/run-within";
import type { Graph, GraphNode } from "#graph/schema";
import { noSubGraphs, subGraphOf } from "#graph/sub-graphs";
import type { SubGraphs } from "#graph/sub-graphs";
import { topologyOf } from "#graph/topology";
import type { Status } from "../ui/status-glyph.tsx";
import { cardOf } from "../editor/nodes/card-of.ts";
import { flowText, reusedText, shownStatus } from "../editor/running/run-words.ts";
import { wiringOf } from "../editor/wires/wiring-of.ts";
import { waitWords } from "./wait-words.ts";

export type StepRow = {
  /** Of a step in a workflow that a node runs, the path to it. */
  nodeId: string;
  /** How many workflows it is in beside the run's own. */
  depth: number;
  title: string;
  icon: string;
  status: Status;
  /** What came out, or why nothing did. */
  words: string;
  node: NodeRunState;
};

type RowOptions = { part?: RunPart; subGraphs?: SubGraphs };

/**
 * A row for each node, in the order in which they run, and below one that runs a workflow a row for each of its steps, once
 * they have begun. Nodes that a run of `part` has no need of wait, and say so.
 */
export function stepRows(
  graph: Graph,
  library: NodeLibrary,
  run: RunState,
  { part = wholePart, subGraphs = noSubGraphs }: RowOptions = {},
): StepRow[] {
  const order = topologyOf(graph).order;
  // Nodes on a cycle have no place in the order; they are listed all the same.
  const ids = [...new Set([...order, ...Object.keys(graph.nodes)])];
  const titleOf = (nodeId: string) => stepTitle(graph, library, nodeId);
  return ids.flatMap((nodeId): StepRow[] => {
    const record = graph.nodes[nodeId];
    if (!record) return [];
    const node = run.nodes[nodeId] ?? waitingNode;
    const isOutside = !run.nodes[nodeId] && !isInRun(graph, part, nodeId);
    const isLeftOut = !isOutside && node.status === "waiting" && run.finishedAt !== undefined;
    return [
      {
        nodeId,
        depth: 0,
        status: isLeftOut ? "cancelled" : shownStatus(node),
        node,
        // Found out when they are read: of a thousand rows a few are in sight, and scrubbing makes all anew with each frame.
        get title() {
          return titleOf(nodeId);
        },
        get icon() {
          return cardOf(graph, library, nodeId)!.icon;
        },
        get words() {
          if (isOutside) return "Not part of this run";
          return isLeftOut
            ? "Did not run"
            : wordsOf(node, { titleOf, main: mainRecord({ graph, library, run }, nodeId) });
        },
      },
      ...innerRows(record, { library, run, subGraphs }),
    ];
  });
}

function innerRows(
  node: GraphNode,
  { library, run, subGraphs }: { library: NodeLibrary; run: RunState; subGraphs: SubGraphs },
): StepRow[] {
  const sub = subGraphOf(node, subGraphs);
  if (!sub) return [];
  const within = runWithin(run, node.id);
  if (Object.keys(within.nodes).length === 0) return [];
  const rows = stepRows(sub.graph, library, within, { subGraphs });
  return rows.map((row) => ({ ...row, nodeId: `${node.id}/${row.nodeId}`, depth: row.depth + 1 }));
}

/** The node's title; inputs and outputs of the workflow are told apart by their names. */
export function stepTitle(graph: Graph, library: NodeLibrary, nodeId: string): string {
  // A step within a workflow that a node runs goes by that node.
  const [ownId = nodeId] = nodeId.split("/");
  const node = graph.nodes[ownId];
  const title = cardOf(graph, library, ownId)?.title ?? "a step that is gone";
  const { name } = node?.params ?? {};
  const isPort = node?.type === "workflow-input" || node?.type === "workflow-output";
  return isPort && !node.title && typeof name === "string" ? `${title} ${name}` : title;
}

/** What a step is known by: its first output that fired, and of an output of the workflow what arrived. */
function mainRecord(
  { graph, library, run }: { graph: Graph; library: NodeLibrary; run: RunState },
  nodeId: string,
): RecordedFlow | undefined {
  const { outputs } = cardOf(graph, library, nodeId)!;
  const fired = outputs.map(([port]) => run.nodes[nodeId]?.outputs[port]).find((record) => record !== undefined);
  if (fired || outputs.length > 0) return fired;
  const [edge] = wiringOf(graph).incoming.get(nodeId)?.values() ?? [];
  return edge && run.nodes[edge.from.node]?.outputs[edge.from.port];
}

function wordsOf(
  node: NodeRunState,
  { titleOf, main }: { titleOf: (nodeId: string) => string; main: RecordedFlow | undefined },
): string {
  switch (node.status) {
    case "waiting":
      return "Waiting";
    case "running":
      return node.progress ? `${node.progress.done} of ${node.progress.total}` : "Running";
    case "paused":
      return waitWords(node);
    case "succeeded": {
      if (node.droppedItems) return `${node.droppedItems} of ${node.items ?? node.droppedItems} items dropped`;
      if (node.failure) return "Error caught";
      if (node.from) return reusedText(node.from);
      return main ? flowText(main) : "Done";
    }
    case "failed": {
      const item = node.failure?.item?.[0];
      return item === undefined ? "Failed" : `Failed at item ${item + 1}`;
    }
    case "skipped": {
      const reason = node.skipped;
      if (reason?.kind === "upstream") return `Skipped: nothing from ${titleOf(reason.nodeId)}`;
      if (reason?.kind === "not-fired") return `Skipped: ${titleOf(reason.nodeId)} gave nothing here`;
      return reason?.kind === "disabled" ? "Muted" : "Skipped";
    }
    case "cancelled":
      return "Cancelled";
  }
}
