import { inferTypes } from "#graph/infer-types";
import type { Kind } from "#graph/kinds";
import type { RunState } from "#graph/run-events";
import type { GraphEdge } from "#graph/schema";
import type { EditorState } from "../editor-store.ts";
import { problemIndex } from "../problems/problem-index.ts";
import { isEdgeOffTrace } from "./lineage.ts";

/** What the line of a wire shows of what passes along it. */
export type WireLook = {
  kind: Kind | "any";
  /** Of lists within lists; 0 where single values pass. */
  depth: number;
  isRefused: boolean;
  isOffTrace: boolean;
};

export function wireLook(state: EditorState, { id, from }: Pick<GraphEdge, "id" | "from">): WireLook {
  const output = inferTypes(state.graph, state.library).get(from.node)?.outputs[from.port];
  return {
    kind: output?.type.kind ?? "any",
    depth: output?.dims.length ?? 0,
    isRefused: problemIndex(state.problems).refusedEdges.has(id),
    isOffTrace: isEdgeOffTrace(state, id),
  };
}

/** Values travel, or none came and none will. */
export function flowOf(run: RunState | null, { from, to }: Pick<GraphEdge, "from" | "to">): "live" | "dry" | undefined {
  if (run?.nodes[to.node]?.status === "running") return "live";
  const source = run?.nodes[from.node];
  const hasNothing = source?.status === "skipped" || source?.status === "failed" || source?.status === "cancelled";
  return hasNothing || (source?.status === "succeeded" && !source.outputs[from.port]) ? "dry" : undefined;
}

/** For CSS. */
export function lookAttributes({ kind, depth, isRefused, isOffTrace }: WireLook, flow: ReturnType<typeof flowOf>) {
  return {
    "data-kind": kind,
    "data-list": depth > 0 || undefined,
    "data-flow": flow,
    "data-refused": isRefused || undefined,
    "data-off-trace": isOffTrace || undefined,
  };
}
