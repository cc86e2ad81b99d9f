import type { NodeLibrary } from "#graph/define-node";
import { inferTypes } from "#graph/infer-types";
import { isRecordedList } from "#graph/recorded-values";
import type { RecordedFlow } from "#graph/recorded-values";
import type { NodeRunState } from "#graph/run-events";
import { fileRefSchema } from "#graph/schema";
import type { FileRef, Graph, GraphEdge } from "#graph/schema";
import { wiringOf } from "../wires/wiring-of.ts";

export type KnownColumn = { name: string; type?: string };
/** A file whose first lines tell the columns. */
export type TableFile = { file: FileRef; delimiter?: string; hasHeader: boolean };
export type ArrivingColumns =
  { from: "run" | "type"; columns: readonly KnownColumn[] } | { from: "file"; table: TableFile } | { from: "nowhere" };

/** These give the rows that they take, so their columns are those of what they take. */
const passing = new Set(["filter-rows"]);

/** Of the table that arrives at the node: as the last run saw it, as its port promises, or as its file begins. */
export function columnsArriving(
  graph: Graph,
  library: NodeLibrary,
  { nodeId, run }: { nodeId: string; run: Readonly<Record<string, NodeRunState>> | null },
): ArrivingColumns {
  const types = inferTypes(graph, library);
  const { incoming } = wiringOf(graph);
  const seen = new Set<string>();
  for (let at: string | null = nodeId; at !== null && !seen.has(at);) {
    seen.add(at);
    const edge: GraphEdge | undefined = [...(incoming.get(at)?.values() ?? [])].find(
      ({ from }) => types.get(from.node)?.outputs[from.port]?.type.kind === "table",
    );
    if (!edge) return { from: "nowhere" };
    const { node, port }: GraphEdge["from"] = edge.from;
    const recorded = columnsOf(run?.[node]?.outputs[port]);
    if (recorded) return { from: "run", columns: recorded };
    const type = types.get(node)?.outputs[port]?.type;
    if (type?.kind === "table" && type.columns) return { from: "type", columns: type.columns };
    const table = tableFileOf(graph, node);
    if (table) return { from: "file", table };
    at = passing.has(graph.nodes[node]?.type ?? "") ? node : null;
  }
  return { from: "nowhere" };
}

function columnsOf(flow: RecordedFlow | undefined): readonly KnownColumn[] | undefined {
  if (!flow) return undefined;
  if (!isRecordedList(flow)) return flow.preview.kind === "table" ? flow.preview.columns : undefined;
  const first = flow.items.find((item) => item !== null);
  return first ? columnsOf(first) : undefined;
}

function tableFileOf(graph: Graph, nodeId: string): TableFile | null {
  const node = graph.nodes[nodeId];
  const isRead = node?.type === "read-table" && !wiringOf(graph).incoming.get(nodeId)?.has("file");
  const given = isRead ? node.params.file : node?.type === "workflow-input" ? node.params.sample : undefined;
  const file = fileRefSchema.safeParse(Array.isArray(given) ? given[0] : given);
  if (!file.success) return null;
  const { delimiter, header } = isRead ? node.params : {};
  return {
    file: file.data,
    hasHeader: header !== false,
    ...(typeof delimiter === "string" && delimiter !== "auto" && { delimiter }),
  };
}
