import type { NodeLibrary } from "./define-node.ts";
import { isParamInUse } from "./params-in-use.ts";
import type { Problem } from "./problems.ts";
import { isPinnedWhole } from "./run-part.ts";
import type { Graph } from "./schema.ts";
import { secretUsesIn } from "./secret-ref.ts";

/** Secrets that nodes which would run name, in params that count, and that are not among those of the workspace. */
export function secretProblems(
  graph: Graph,
  { names, library }: { names: ReadonlySet<string>; library: NodeLibrary },
): Problem[] {
  return secretUsesIn(graph)
    .filter(({ nodeId, param, secretName }) => {
      const node = graph.nodes[nodeId];
      const definition = node && library[node.type];
      const doesRun = !node?.disabled && !isPinnedWhole(graph, nodeId);
      return doesRun && !names.has(secretName) && (!definition || isParamInUse(definition, node.params, param));
    })
    .map(({ nodeId, param, secretName }) => ({
      code: "missing-secret",
      severity: "error",
      nodeId,
      param,
      message: `This workspace has no secret "${secretName}". Create it, or choose another one.`,
    }));
}
