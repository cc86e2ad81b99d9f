import type { Graph } from "../../graph/schema.ts";
import { devices } from "../../nodes/model-params.ts";

/** Every worker has these. */
const everywhere: ReadonlySet<string> = new Set(["auto", "cpu"]);
const known: ReadonlySet<string> = new Set(devices);

/** The devices that these nodes name, sorted: a worker without one of them could not compute the run. */
export function needsOf(...graphs: Graph["nodes"][]): string[] {
  const needs = new Set<string>();
  for (const { params, disabled } of graphs.flatMap((nodes) => Object.values(nodes))) {
    const { device } = params;
    if (disabled || typeof device !== "string" || everywhere.has(device) || !known.has(device)) continue;
    needs.add(device);
  }
  return [...needs].toSorted();
}
