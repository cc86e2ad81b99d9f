import type { RunEnvironment } from "../../graph/run-events.ts";
import type { Graph } from "../../graph/schema.ts";
import type { SubGraphs } from "../../graph/sub-graphs.ts";
import { appVersion } from "../app-version.ts";
import { runtimeVersion } from "../inference/runtime-version.ts";

/** What a run is computed with: programs, machine, and the models that it names. */
export function describeEnvironment(
  { graph, subGraphs }: { graph: Graph; subGraphs: SubGraphs },
  { devices, engine }: { devices: readonly string[]; engine?: number | undefined },
): RunEnvironment {
  return {
    app: appVersion,
    node: process.versions.node,
    ort: runtimeVersion,
    platform: `${process.platform} ${process.arch}`,
    devices: [...devices],
    ...(engine !== undefined && { engine }),
    models: modelsIn([graph, ...Object.values(subGraphs).map((sub) => sub.graph)]),
  };
}

function modelsIn(graphs: readonly Graph[]): RunEnvironment["models"] {
  const found = new Map<string, string>();
  for (const { nodes } of graphs) {
    for (const { params } of Object.values(nodes)) {
      for (const value of Object.values(params)) if (isModel(value)) found.set(value.hash, value.name);
    }
  }
  return [...found].map(([hash, name]) => ({ name, hash }));
}

/** Files have names and hashes as well, but no signature. */
function isModel(value: unknown): value is { name: string; hash: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    "hash" in value &&
    typeof value.hash === "string" &&
    "name" in value &&
    typeof value.name === "string" &&
    "inputs" in value &&
    Array.isArray(value.inputs)
  );
}
