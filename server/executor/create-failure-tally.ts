import { NodeError } from "#graph/node-runner";
import type { NodeFailure, StepFailureRecord } from "#graph/run-events";
import type { ExecutorHost } from "./executor-host.ts";
import type { StepLayout } from "./plan-layout.ts";

export type FailureTally = {
  count: (step: StepLayout, failed: StepFailureRecord) => void;
  /** That of the earliest step in the plan, so that the run's failure does not depend on which was quicker. */
  first: () => NodeFailure | undefined;
  /** By node, with those of workflows that a step ran as a whole. */
  steps: Record<string, StepFailureRecord>;
  /** Tells the host of an error that no node meant to throw. */
  reportCrash: (step: StepLayout, error: unknown) => void;
};

/** The failures of one execution of a plan. */
export function createFailureTally({ onCrash }: Pick<ExecutorHost, "onCrash">): FailureTally {
  const steps: Record<string, StepFailureRecord> = {};
  let firstIndex = Infinity;
  let first: NodeFailure | undefined;

  return {
    count: ({ nodeId, step: { index } }, failed) => {
      steps[nodeId] = failed;
      if (index < firstIndex) [firstIndex, first] = [index, failed.failure];
    },
    first: () => first,
    steps,
    reportCrash: ({ step: { nodeId, type } }, error) => {
      if (!(error instanceof NodeError)) onCrash?.({ nodeId, type, error });
    },
  };
}
