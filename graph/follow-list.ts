import type { NodeLibrary } from "./define-node.ts";
import { inferTypes, liftOf } from "./infer-types.ts";
import type { InferredNode } from "./infer-types.ts";
import type { NodePorts } from "./ports-of.ts";
import { portsOf } from "./ports-of.ts";
import type { Graph, GraphEdge, GraphNode } from "./schema.ts";
import { topologyOf } from "./topology.ts";

/**
 * How a value hangs on a list that the workflow is given. "item": it is a list of the same items in the same places, and each
 * of its items follows from one of the list alone. "whole": more of the list counts, from this node on, which takes it
 * unlifted, or holds a value for each item by a pin.
 */
export type Following = { by: "item" } | { by: "whole"; node: string; why: "takes-list" | "pinned" };

/** Of each output port that hangs on a list, by node; those that are not here are the same without it. */
export type Followings = ReadonlyMap<string, Readonly<Record<string, Following>>>;

/** What hangs on the list that the workflow is given at one of its inputs, and how. One pass along the edges. */
export function followList(graph: Graph, library: NodeLibrary, inputNode: string): Followings {
  const types = inferTypes(graph, library);
  const { order, incoming } = topologyOf(graph);
  const found = new Map<string, Record<string, Following>>();
  for (const nodeId of order) {
    const node = graph.nodes[nodeId];
    const inferred = types.get(nodeId);
    if (!node || !inferred) continue;
    const edges = incoming.get(nodeId);
    const reaching = (port: string) => followingOf(found, edges?.get(port)?.from);
    const ports = portsOf(node, library[node.type]!); // what has types is of the library
    const own: Following | undefined =
      nodeId === inputNode ? { by: "item" } : throughNode(nodeId, { ports, inferred, reaching });
    const outputs = Object.keys(inferred.outputs).flatMap((port): [string, Following][] => {
      const following = isPinned(node, port)
        ? throughPin(nodeId, inferred.outputs[port]!.dims.includes(listDim(inputNode)))
        : inferred.passes
          ? Object.hasOwn(inferred.passes, port)
            ? reaching(inferred.passes[port]!)
            : undefined
          : own;
      return following ? [[port, following]] : [];
    });
    if (outputs.length > 0) found.set(nodeId, Object.fromEntries(outputs));
  }
  return found;
}

/** How what flows from here hangs on the list; undefined where it does not. */
export function followingOf(followings: Followings, from: GraphEdge["from"] | undefined): Following | undefined {
  const outputs = from && followings.get(from.node);
  return outputs && Object.hasOwn(outputs, from.port) ? outputs[from.port] : undefined;
}

/** What `inferTypes` calls the list that an input of the workflow takes. */
export function listDim(inputNode: string): string {
  return `${inputNode}.value`;
}

function throughNode(
  nodeId: string,
  {
    ports,
    inferred,
    reaching,
  }: { ports: NodePorts; inferred: InferredNode; reaching: (port: string) => Following | undefined },
): Following | undefined {
  let through: Following | undefined;
  for (const [name, port] of Object.entries(ports.inputs)) {
    const arriving = reaching(name);
    if (!arriving) continue;
    if (arriving.by === "whole") return arriving;
    // The list is the outermost one of what follows it item by item, so a port that lifts at all lifts over it.
    if (liftOf(port, inferred.inputs[name]!) <= 0) return { by: "whole", node: nodeId, why: "takes-list" };
    through = arriving;
  }
  return through;
}

function isPinned({ pins }: GraphNode, port: string): boolean {
  return pins !== undefined && Object.hasOwn(pins, port);
}

function throughPin(nodeId: string, isOfList: boolean): Following | undefined {
  return isOfList ? { by: "whole", node: nodeId, why: "pinned" } : undefined;
}
