import type { RecordedFlow } from "#graph/recorded-values";
import type { ValueDifference } from "#graph/value-differences";
import type { StoredPart } from "../values/reader/reader-messages.ts";
import { compareFlows } from "./compare-flows.ts";
import { compareItems, comparableAt } from "./compare-items.ts";
import type { ComparedItems } from "./compare-items.ts";
import { openComparable } from "./open-comparable.ts";
import type { OpenContext } from "./open-comparable.ts";

/** Two records with where their content lies; `path` leads to one place of both, where they are lists. */
export type StoredPair = { a: RecordedFlow; b: RecordedFlow; contents: StoredPart[]; path: number[] };
export type ValueQuestion = { withMap: boolean; key: string | null };
export type ItemsQuestion = { from: number; count: number; onlyDiffering: boolean };

type Context = Omit<OpenContext, "contents">;

export async function compareStored(
  { withMap, key, ...pair }: StoredPair & ValueQuestion,
  context: Context,
): Promise<ValueDifference> {
  const [a, b] = await openPair(pair, context);
  return compareFlows(a, b, { ...context.codecs, withMap, key });
}

export async function compareStoredItems(
  { from, count, onlyDiffering, ...pair }: StoredPair & ItemsQuestion,
  context: Context,
): Promise<ComparedItems> {
  const [a, b] = await openPair(pair, context);
  return compareItems(a, b, { ...context.codecs, from, count, onlyDiffering });
}

async function openPair({ a, b, contents, path }: StoredPair, context: Context) {
  const opened = { ...context, contents: new Map(contents.map((part) => [part.hash, part])) };
  return [
    comparableAt(await openComparable(a, opened), path),
    comparableAt(await openComparable(b, opened), path),
  ] as const;
}
