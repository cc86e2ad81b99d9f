import "#server-only";
import type { RunNumbers } from "../../db/schema/runs.ts";
import { numberName, runTerm, withLabels } from "./run-terms.ts";
import type { RunFacts } from "./value-facts.ts";

type Known = RunFacts & { tags: readonly string[]; note: string };

/** What a run can be found by that goes on after an end: not by the error and the outputs that it had there. */
export function factsBeforeEnd({ terms, numbers, tags, note }: Known): RunFacts {
  const ends = [runTerm.errorWord(""), numberName("output", "")];
  const kept = terms.filter((term) => !ends.some((prefix) => term.startsWith(prefix)));
  const others = Object.entries(numbers).filter(([name]) => !name.startsWith(numberName("output", "")));
  return { terms: withLabels(kept, { tags, note }), numbers: Object.fromEntries(others) satisfies RunNumbers };
}
