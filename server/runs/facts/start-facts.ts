import "#server-only";
import type { JsonValue } from "../../../graph/json.ts";
import type { RunTrigger } from "../../../graph/run-triggers.ts";
import type { Graph } from "../../../graph/schema.ts";
import type { SubGraphs } from "../../../graph/sub-graphs.ts";
import { workflowInputs } from "../../../graph/workflow-interface.ts";
import { definitions } from "../../../nodes/definitions.ts";
import { contentsIn } from "../contents-in.ts";
import { MAX_TERMS, runTerm } from "./run-terms.ts";
import { inputFacts, type RunFacts } from "./value-facts.ts";

/** What a run can be found by before it has begun. An input that is not given counts as its sample, which it runs with. */
export function startFacts(run: {
  graph: Graph;
  subGraphs: SubGraphs;
  inputs: Readonly<Record<string, JsonValue>>;
  trigger: RunTrigger;
  startedBy: string;
  batchId?: string | undefined;
}): RunFacts {
  const params = [run.graph, ...Object.values(run.subGraphs).map(({ graph }) => graph)].flatMap(({ nodes }) =>
    Object.values(nodes).map((node) => node.params),
  );
  const samples = workflowInputs(run.graph, definitions).flatMap(({ name, sample }) =>
    sample === undefined ? [] : [[name, sample] as const],
  );
  const { terms, numbers } = inputFacts({ ...Object.fromEntries(samples), ...run.inputs });
  const all = [
    runTerm.trigger(run.trigger),
    runTerm.starter(run.startedBy),
    ...(run.batchId === undefined ? [] : [runTerm.batch(run.batchId)]),
    ...[...contentsIn(params).keys()].map(runTerm.model),
    ...terms,
  ];
  return { terms: [...new Set(all)].slice(0, MAX_TERMS), numbers };
}
