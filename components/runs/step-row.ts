import type { NodeLibrary } from "#graph/define-node";
import { waitingNode } from "#graph/reduce-run";
import type { RecordedFlow } from "#graph/recorded-values";
import type { NodeRunState, RunState } from "#graph/run-events";
import { isInRun, wholePart } from "#graph/run-part";
import type { RunPart } from "#graph/run-part";
import type { Graph } from "#graph/schema";
import { topologyOf } from "#graph/topology";
import type { Status } from "../ui/status-glyph.tsx";
import { type Card, cardOf } from "../editor/card-of.ts";
import { flowText, reusedText, shownStatus } from "../editor/run-words.ts";
import { wiringOf } from "../editor/wiring-of.ts";
import { waitWords } from "./wait-words.ts";

export type StepRow = {
  nodeId: string;
  title: string;
  icon: string;
  status: Status;
  /** What came out, or why nothing did. */
  words: string;
  node: NodeRunState;
};

/** A row for each node, in the order in which they run; those that a run of this part has no need of wait, and say so. */
export function stepRows(graph: Graph, library: NodeLibrary, run: RunState, part: RunPart = wholePart): StepRow[] {
  const order = topologyOf(graph).order;
  // Nodes on a cycle have no place in the order; they are listed all the same.
  const ids = [...order, ...Object.keys(graph.nodes).filter((id) => !order.includes(id))];
  const titleOf = (nodeId: string) => stepTitle(graph, library, nodeId);
  return ids.flatMap((nodeId): StepRow[] => {
    const card = cardOf(graph, library, nodeId);
    if (!card) return [];
    const node = run.nodes[nodeId] ?? waitingNode;
    const isOutside = !run.nodes[nodeId] && !isInRun(graph, part, nodeId);
    const isLeftOut = !isOutside && node.status === "waiting" && run.finishedAt !== undefined;
    const status = isLeftOut ? "cancelled" : shownStatus(node);
    return [
      {
        nodeId,
        title: titleOf(nodeId),
        icon: card.icon,
        status,
        words: isOutside
          ? "Not part of this run"
          : isLeftOut
            ? "Did not run"
            : wordsOf(node, { titleOf, main: mainRecord(graph, card, run, nodeId) }),
        node,
      },
    ];
  });
}

/** The node's title; inputs and outputs of the workflow are told apart by their names. */
export function stepTitle(graph: Graph, library: NodeLibrary, nodeId: string): string {
  const node = graph.nodes[nodeId];
  const title = cardOf(graph, library, nodeId)?.title ?? "a step that is gone";
  const { name } = node?.params ?? {};
  const isPort = node?.type === "workflow-input" || node?.type === "workflow-output";
  return isPort && !node.title && typeof name === "string" ? `${title} ${name}` : title;
}

/** What a step is known by: its first output that fired, and of an output of the workflow what arrived. */
function mainRecord(graph: Graph, card: Card, run: RunState, nodeId: string): RecordedFlow | undefined {
  const fired = card.outputs.map(([port]) => run.nodes[nodeId]?.outputs[port]).find((record) => record !== undefined);
  if (fired || card.outputs.length > 0) return fired;
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
      return reason?.kind === "disabled" ? "Skipped: disabled" : "Skipped";
    }
    case "cancelled":
      return "Cancelled";
  }
}
