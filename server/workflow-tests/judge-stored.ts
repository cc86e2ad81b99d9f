import type { RecordedFlow } from "#graph/recorded-values";
import type { Tolerance } from "#graph/tolerances";
import { openComparable } from "../comparing/open-comparable.ts";
import type { OpenContext } from "../comparing/open-comparable.ts";
import type { StoredPart } from "../values/reader/reader-messages.ts";
import type { Judgement } from "./judge-difference.ts";
import { judgeFlows } from "./judge-flows.ts";

/** What is expected and what came, with where their content lies. */
export type JudgedPair = { expected: RecordedFlow; came: RecordedFlow; contents: StoredPart[]; tolerance: Tolerance };

export async function judgeStored(
  { expected, came, contents, tolerance }: JudgedPair,
  context: Omit<OpenContext, "contents">,
): Promise<Judgement> {
  const opened = { ...context, contents: new Map(contents.map((part) => [part.hash, part])) };
  const [a, b] = [await openComparable(expected, opened), await openComparable(came, opened)];
  return judgeFlows(a, b, { tolerance, codecs: context.codecs });
}
