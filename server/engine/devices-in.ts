import type { Graph } from "../../graph/schema.ts";
import { definitions } from "../../nodes/definitions.ts";
import type { NodeLibrary } from "../../graph/define-node.ts";

const library: NodeLibrary = definitions;

/** Which devices the nodes of a graph name, and whether one of them leaves the choice to the machine. */
export function devicesIn({ nodes }: Pick<Graph, "nodes">): { named: string[]; hasAuto: boolean } {
  const named = new Set<string>();
  for (const { type, params, disabled } of Object.values(nodes)) {
    if (disabled || !library[type] || !("device" in library[type].params.shape)) continue;
    named.add(typeof params.device === "string" ? params.device : "auto");
  }
  const hasAuto = named.delete("auto");
  return { named: [...named], hasAuto };
}
