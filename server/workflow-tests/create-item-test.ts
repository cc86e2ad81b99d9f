import "#server-only";
import type { Tolerance } from "../../graph/tolerances.ts";
import { AppError } from "../app-error.ts";
import { getRun } from "../runs/get-run.ts";
import type { RunContext } from "../runs/run-services.ts";
import type { ContentContext } from "../values/find-content.ts";
import { requireWorkflowTitle } from "../workflows/require-workflow-title.ts";
import { withTolerances } from "./expected-of-run.ts";
import { insertTest } from "./insert-test.ts";
import type { ItemPlace } from "./item-of-run.ts";
import { itemOfRun } from "./item-of-run.ts";
import { runTests } from "./run-tests.ts";

/**
 * Keeps one item of a list that a run was given as a test: that item alone, and what the run gave for it. No run has shown
 * yet that it passes, so it runs at once on the version that the run was of; `held` is what kept it from that.
 *
 * @throws AppError what `itemOfRun` and `createTest` throw
 */
export async function createItemTest(
  context: RunContext & ContentContext,
  {
    runId,
    item: place,
    name,
    tolerances = {},
  }: { runId: string; item: ItemPlace; name: string; tolerances?: Record<string, Tolerance> | undefined },
): Promise<{ testId: string; held: string | null }> {
  const { tenant, userId } = context;
  const run = await getRun({ tenant }, { runId });
  const { workflowId, version } = run;
  await requireWorkflowTitle({ tenant }, { workflowId });
  const { item, inputs, outputs, leftOut } = await itemOfRun(context, run, place);
  for (const { name: output, reason } of leftOut) {
    if (!Object.hasOwn(tolerances, output)) continue;
    const message = `The output "${output}" cannot be tested for item ${item.index + 1} alone: ${reason}.`;
    throw new AppError("BAD_REQUEST", message, { reason: "unknown-output" });
  }
  const expected = withTolerances(outputs, tolerances);
  const { workspaceId } = tenant;
  const testId = await tenant.run((tx) =>
    insertTest(tx, { workspaceId, userId, run, name, inputs, expected, sourceItem: item }),
  );
  const { held } = await runTests(context, { workflowId, version, testIds: [testId] });
  return { testId, held };
}
