import "#server-only";
import { getRun } from "../runs/get-run.ts";
import type { ContentContext } from "../values/find-content.ts";
import type { TestedItem } from "../db/schema/workflow-tests.ts";
import { defaultTolerance } from "../../graph/tolerances.ts";
import type { ItemOfRun, ItemPlace } from "./item-of-run.ts";
import { itemOfRun } from "./item-of-run.ts";
import type { TestedOutput } from "./tested-output.ts";
import { testedOutput } from "./tested-output.ts";

export type ItemTestPreview = {
  workflowId: string;
  version: number;
  item: TestedItem;
  outputs: TestedOutput[];
  leftOut: ItemOfRun["leftOut"];
};

/** What a test of one item would look at, before it is kept. @throws AppError what `itemOfRun` throws, and NOT_FOUND */
export async function previewItemTest(
  context: ContentContext,
  { runId, item: place }: { runId: string; item: ItemPlace },
): Promise<ItemTestPreview> {
  const run = await getRun(context, { runId });
  const { item, outputs, leftOut } = await itemOfRun(context, run, place);
  const tested = Object.entries(outputs).map(([name, record]) =>
    testedOutput(name, { record, tolerance: defaultTolerance(record) }),
  );
  return { workflowId: run.workflowId, version: run.version, item, outputs: tested, leftOut };
}
