import type { CaseResult } from "./conformance-case.ts";

/** Of a list of known failures: how many cases it is about, and for each failing one whether it depends on the machine. */
export type KnownFailures = { caseCount: number; mayPass: ReadonlyMap<string, boolean> };

/**
 * A list as `onnx-conformance-failures.txt`: `cases <count>`, then a line `name: why` each, with a question mark before it
 * where the case may pass on another machine.
 *
 * @throws Error naming the line that is none
 */
export function readKnownFailures(text: string): KnownFailures {
  const mayPass = new Map<string, boolean>();
  let caseCount = 0;
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const count = /^cases (\d+)$/.exec(line)?.[1];
    const known = /^([? ]) (\S+): \S/.exec(line);
    if (count !== undefined) caseCount = Number(count);
    else if (known) mayPass.set(known[2]!, known[1] === "?");
    else throw new Error(`Line ${index + 1} of the known failures is neither a case with its reason nor their count.`);
  }
  return { caseCount, mayPass };
}

/** What is not as the list says, in sentences: a failure that is not on it, and a case on it that passes now. */
export function judgeResults(results: readonly CaseResult[], { mayPass }: KnownFailures): string[] {
  return results.flatMap((one) => {
    const known = mayPass.get(one.name);
    if (one.outcome === "failed" && known === undefined) return [`${one.name} fails, which it did not: ${one.reason}`];
    if (one.outcome === "passed" && known === false) return [`${one.name} passes now: take it off the list.`];
    return [];
  });
}
