import "#server-only";
import type { RecordedFlow } from "../../graph/recorded-values.ts";
import type { ValueDifference } from "../../graph/value-differences.ts";
import { AppError } from "../app-error.ts";
import { getStep } from "../runs/get-step.ts";
import type { ContentContext } from "../values/find-content.ts";
import { expectedAndCame, type TestedOutput } from "../workflow-tests/expected-and-came.ts";
import type { ComparedItems } from "./compare-items.ts";
import type { ItemsQuestion, StoredPair, ValueQuestion } from "./compare-stored.ts";
import { locateContents } from "./locate-contents.ts";

/** One output of one node in two runs, or what a test expects beside what a run gave; `path` leads to one item of lists. */
export type ComparedPlace = ({ a: string; b: string; nodeId: string; port: string } | TestedOutput) & {
  path: number[];
};

/** @throws AppError NOT_FOUND for a run or a test of another workspace, BAD_REQUEST where nothing came there in one of them */
export async function comparePort(
  context: ContentContext,
  { withMap, key, ...place }: ComparedPlace & ValueQuestion,
): Promise<ValueDifference> {
  return context.valueReader.compare({ ...(await requirePair(context, place)), withMap, key });
}

export async function comparePortItems(
  context: ContentContext,
  { from, count, onlyDiffering, ...place }: ComparedPlace & ItemsQuestion,
): Promise<ComparedItems> {
  return context.valueReader.compareItems({ ...(await requirePair(context, place)), from, count, onlyDiffering });
}

async function requirePair(context: ContentContext, { path, ...place }: ComparedPlace): Promise<StoredPair> {
  const [a, b] = await requireRecords(context, place);
  return { a, b, contents: await locateContents(context, [a, b]), path };
}

async function requireRecords(
  context: ContentContext,
  place: Omit<Extract<ComparedPlace, { a: string }>, "path"> | TestedOutput,
): Promise<[RecordedFlow, RecordedFlow]> {
  if ("testId" in place) {
    const { expected, came } = await expectedAndCame(context, place);
    return [expected, came];
  }
  const { a, b, nodeId, port } = place;
  return Promise.all([
    requireRecord(context, { runId: a, nodeId, port }),
    requireRecord(context, { runId: b, nodeId, port }),
  ]);
}

async function requireRecord(
  { tenant }: ContentContext,
  { runId, nodeId, port }: { runId: string; nodeId: string; port: string },
): Promise<RecordedFlow> {
  const { number, node } = await getStep({ tenant }, { runId, nodeId });
  const record = Object.hasOwn(node.outputs, port) ? node.outputs[port] : undefined;
  if (record) return record;
  throw new AppError(
    "BAD_REQUEST",
    `In run ${number} nothing went through the port ${JSON.stringify(port)} of ${JSON.stringify(nodeId)}.`,
  );
}
