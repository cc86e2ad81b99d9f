import "#server-only";
import type { JsonValue } from "../../graph/json.ts";
import type { RecordedFlow } from "../../graph/recorded-values.ts";
import type { Tolerance } from "../../graph/tolerances.ts";
import { defaultTolerance, kindOfRecord, rulesFor } from "../../graph/tolerances.ts";
import { workflowInputs, workflowOutputs } from "../../graph/workflow-interface.ts";
import { definitions } from "../../nodes/definitions.ts";
import { AppError } from "../app-error.ts";
import type { ExpectedOutputs } from "../db/schema/workflow-tests.ts";
import { contentsIn } from "../runs/contents-in.ts";
import type { RunDetails } from "../runs/get-run.ts";
import { artifactsOf } from "../worker/artifacts-of.ts";

/** What a test is made of. */
export type TestedRun = Pick<RunDetails, "number" | "status" | "part" | "graph" | "state" | "inputs">;

/** What the run gave, by output. @throws AppError BAD_REQUEST "not-testable" for a run that is no whole and good one */
export function outputsToExpect(run: TestedRun): Record<string, RecordedFlow> {
  const refuse = (why: string) => new AppError("BAD_REQUEST", why, { reason: "not-testable" });
  if (run.status !== "succeeded") {
    throw refuse(`Run ${run.number} has not succeeded, so it says nothing of what is right. Choose one that has.`);
  }
  if (run.part.kind !== "all") {
    throw refuse(`Run ${run.number} ran a part of the workflow only. Run all of it, and keep that run as a test.`);
  }
  const outputs = workflowOutputs(run.graph, run.state, definitions);
  if (Object.keys(outputs).length > 0) return outputs;
  throw refuse(
    `Run ${run.number} gave no output to test. Put a Workflow output behind what counts, and run the workflow again.`,
  );
}

/**
 * The outputs with a tolerance each: the one given, or else that for its kind.
 *
 * @throws AppError BAD_REQUEST "unknown-output", "unfit-tolerance", "nothing-tested"
 */
export function withTolerances(
  outputs: Record<string, RecordedFlow>,
  tolerances: Record<string, Tolerance>,
): ExpectedOutputs {
  const names = Object.keys(outputs);
  for (const [name, { rule }] of Object.entries(tolerances)) {
    if (!Object.hasOwn(outputs, name)) {
      const known = names.map((one) => `"${one}"`).join(", ");
      throw new AppError("BAD_REQUEST", `The run gave no output "${name}"; it gave ${known}.`, {
        reason: "unknown-output",
      });
    }
    const kind = kindOfRecord(outputs[name]!);
    const rules = rulesFor(kind);
    if (rules.includes(rule)) continue;
    const message = `The output "${name}" is ${kind ?? "an empty list"}, for which there is no tolerance "${rule}". Choose ${rules.join(", ")}.`;
    throw new AppError("BAD_REQUEST", message, { reason: "unfit-tolerance" });
  }
  const expected = Object.fromEntries(
    Object.entries(outputs).map(([name, record]) => {
      const tolerance = Object.hasOwn(tolerances, name) ? tolerances[name]! : defaultTolerance(record);
      return [name, { record, tolerance }];
    }),
  );
  if (Object.values(expected).some(({ tolerance }) => tolerance.rule !== "ignore")) return expected;
  throw new AppError("BAD_REQUEST", "A test looks at one output at least. Choose a tolerance for one.", {
    reason: "nothing-tested",
  });
}

/** What the run computed with, whole: another version may have other samples. */
export function inputsOfRun({ graph, inputs }: TestedRun): Record<string, JsonValue> {
  const samples = workflowInputs(graph, definitions).flatMap(({ name, sample }) =>
    sample === undefined ? [] : [[name, sample] as const],
  );
  return { ...Object.fromEntries(samples), ...inputs };
}

/** All content that a test has to hold. */
export function hashesHeld(inputs: Record<string, JsonValue>, expected: ExpectedOutputs): string[] {
  const outputs = Object.fromEntries(Object.entries(expected).map(([name, { record }]) => [name, record]));
  return [...new Set([...contentsIn(inputs).keys(), ...artifactsOf({ outputs }).map(({ hash }) => hash)])];
}
