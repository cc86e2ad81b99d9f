import type { StepFailureRecord } from "#graph/run-events";
import type { WaitRequest } from "#graph/waits";

/** Thrown where a step within the step's own workflow waits: that one asks, and says what failed beside it. */
export class BodyWaits extends Error {
  override readonly name = "BodyWaits";
  readonly failedSteps: Record<string, StepFailureRecord>;
  constructor(failedSteps: Record<string, StepFailureRecord>) {
    super("A step within the step waits for an answer.");
    this.failedSteps = failedSteps;
  }
}

/** Thrown through a runner that asks for what is not there yet: no failure, so it is told apart from every `Error`. */
export class ItemWaits extends Error {
  override readonly name = "ItemWaits";
  readonly request: WaitRequest;
  readonly dueAt: number | undefined;
  constructor(request: WaitRequest, dueAt: number | undefined) {
    super("The step waits for an answer.");
    this.request = request;
    this.dueAt = dueAt;
  }
}
