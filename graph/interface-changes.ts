import { canonicalJson } from "./canonical-json.ts";
import { describeType } from "./describe-type.ts";
import type { WorkflowInterface } from "./workflow-ref.ts";

/** `isBroken` where the node as it is would not do what it shows: ports it has are gone, or lead to something else. */
export type InterfaceChange = { isBroken: boolean; words: string };

type Place = WorkflowInterface["inputs"][number] | WorkflowInterface["outputs"][number];

/** What became different between the interface that a node was given and that of the workflow now. */
export function interfaceChanges(saved: WorkflowInterface, now: WorkflowInterface): InterfaceChange[] {
  return [...changesOf("input", saved.inputs, now.inputs), ...changesOf("output", saved.outputs, now.outputs)];
}

function changesOf(side: "input" | "output", saved: readonly Place[], now: readonly Place[]): InterfaceChange[] {
  const before = new Map(saved.map((place) => [place.name, place]));
  const after = new Map(now.map((place) => [place.name, place]));
  const gone = saved
    .filter(({ name }) => !after.has(name))
    .map(({ name }) => ({ isBroken: true, words: `it has no ${side} "${name}" any more` }));
  const rest = now.flatMap((place): InterfaceChange[] => {
    const earlier = before.get(place.name);
    if (!earlier) {
      const isNeeded = "optional" in place && !place.optional;
      return [{ isBroken: isNeeded, words: `its ${side} "${place.name}" is new` }];
    }
    if (canonicalJson(earlier) === canonicalJson(place)) return [];
    return [changeOf(side, earlier, place)];
  });
  return [...gone, ...rest];
}

function changeOf(side: "input" | "output", before: Place, after: Place): InterfaceChange {
  const [was, is] = [describePlace(before), describePlace(after)];
  if (was !== is) return { isBroken: true, words: `its ${side} "${after.name}" is ${is} now, and was ${was}` };
  const needsMore = "optional" in before && "optional" in after && before.optional && !after.optional;
  if (needsMore)
    return { isBroken: true, words: `its ${side} "${after.name}" has no sample any more and must be given` };
  return { isBroken: before.port !== after.port, words: `its ${side} "${after.name}" has other details` };
}

function describePlace({ type, list }: Place): string {
  const item = describeType(type);
  return list === 0 ? item : list === 1 ? `a list of ${item}` : `a list of lists of ${item}`;
}
