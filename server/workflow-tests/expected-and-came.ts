import "#server-only";
import { and, eq } from "drizzle-orm";
import type { RecordedFlow } from "../../graph/recorded-values.ts";
import { workflowOutputs } from "../../graph/workflow-interface.ts";
import { definitions } from "../../nodes/definitions.ts";
import { AppError } from "../app-error.ts";
import { workflowTests } from "../db/schema/workflow-tests.ts";
import { getRun } from "../runs/get-run.ts";
import type { ServiceContext } from "../service-context.ts";

/** One output of a workflow: what a test expects there, beside what a run gave. */
export type TestedOutput = { testId: string; runId: string; output: string };

/** @throws AppError NOT_FOUND for a test or a run of another workspace, BAD_REQUEST where one of them has no such output */
export async function expectedAndCame(
  { tenant }: Pick<ServiceContext, "tenant">,
  { testId, runId, output }: TestedOutput,
): Promise<{ expected: RecordedFlow; came: RecordedFlow }> {
  const [test] = await tenant.run((tx) =>
    tx
      .select({ name: workflowTests.name, expected: workflowTests.expected })
      .from(workflowTests)
      .where(and(eq(workflowTests.workspaceId, tenant.workspaceId), eq(workflowTests.id, testId))),
  );
  if (!test) throw new AppError("NOT_FOUND", "There is no such test. It may have been deleted.");
  const run = await getRun({ tenant }, { runId });
  const expected = Object.hasOwn(test.expected, output) ? test.expected[output]!.record : undefined;
  const outputs = workflowOutputs(run.graph, run.state, definitions);
  const came = Object.hasOwn(outputs, output) ? outputs[output] : undefined;
  const named = JSON.stringify(output);
  if (!expected)
    throw new AppError("BAD_REQUEST", `The test ${JSON.stringify(test.name)} expects nothing of ${named}.`);
  if (!came) throw new AppError("BAD_REQUEST", `Run ${run.number} gave nothing at the output ${named}.`);
  return { expected, came };
}
