import type { EarlierSteps } from "../../graph/part-problems.ts";
import { planGraph, type PlanResult } from "../../graph/plan-graph.ts";
import { definitions } from "../../nodes/definitions.ts";
import type { EngineRunRequest } from "./engine-pool-types.ts";

/** Of the graphs whose plans are kept, as text. */
const MAX_KEPT_CHARACTERS = 16_000_000;

export type PlannedRequest = Pick<EngineRunRequest, "graph" | "subGraphs" | "part" | "finishedSteps">;

/** Compiles what a run is to do. */
export function planRun(request: PlannedRequest): PlanResult {
  const { graph, subGraphs, part } = request;
  return planGraph(graph, definitions, { part, subGraphs, earlier: takenOver(request) });
}

/**
 * Like `planRun`, but a graph that was compiled lately is not compiled again: a workflow mostly runs many times, and of a
 * small one compiling is half of the work. The oldest go when there are too many.
 */
export function createPlanner({ maxCharacters = MAX_KEPT_CHARACTERS } = {}): typeof planRun {
  const plans = new Map<string, PlanResult>();
  let characters = 0;

  return (request) => {
    // Values that are taken over are part of the plan, and of this one run.
    if (Object.keys(takenOver(request)).length > 0) return planRun(request);
    const key = JSON.stringify([request.graph, request.subGraphs, request.part]);
    const known = plans.get(key);
    plans.delete(key);
    const planned = known ?? planRun(request);
    plans.set(key, planned);
    if (!known) characters += key.length;
    for (const oldest of plans.keys()) {
      if (characters <= maxCharacters) break;
      plans.delete(oldest);
      characters -= oldest.length;
    }
    return planned;
  };
}

function takenOver({ finishedSteps }: PlannedRequest): EarlierSteps {
  return Object.fromEntries(
    Object.entries(finishedSteps).flatMap(([nodeId, { outputs, from }]) =>
      from?.kind === "run" ? [[nodeId, { outputs, from }]] : [],
    ),
  );
}
