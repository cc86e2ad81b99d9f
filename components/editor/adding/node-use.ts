import { create } from "zustand";
import { persist } from "zustand/middleware";
import type { AnyNodeDefinition } from "#graph/define-node";

type NodeUse = {
  /** By node type, how often a person added one lately. */
  counts: Readonly<Record<string, number>>;
};

/** What was added last counts most: all that was before fades by this with each node. */
const FADING = 0.97;

/** Which nodes a person adds, kept in this browser. */
const useNodeUse = create<NodeUse>()(persist(() => ({ counts: {} }) as NodeUse, { name: "patchbay.node-use" }));

export function countUse(type: string): void {
  useNodeUse.setState(({ counts }) => {
    const faded = Object.entries(counts).map(([other, count]) => [other, count * FADING] as const);
    return { counts: { ...Object.fromEntries(faded), [type]: (counts[type] ?? 0) * FADING + 1 } };
  });
}

/** What is used before anybody has used anything: less than one use of one's own. */
const usual = ["workflow-output", "workflow-input", "text-template", "evaluate", "if", "switch", "merge"];
const usualCounts: Readonly<Record<string, number>> = Object.fromEntries(
  usual.map((type, index) => [type, (usual.length - index) / 100]),
);

/** Those that are used most first, then the usual ones; among the others the order stays. */
export function byUse<T extends Pick<AnyNodeDefinition, "type">>(definitions: readonly T[]): T[] {
  const { counts } = useNodeUse.getState();
  const count = (type: string) => counts[type] ?? usualCounts[type] ?? 0;
  return definitions.toSorted((a, b) => count(b.type) - count(a.type));
}
