import { NodeError } from "#graph/node-runner";
import type { WaitAnswer, WaitRequest } from "#graph/waits";
import { waitKey } from "#graph/waits";
import { ItemWaits } from "./item-waits.ts";
import { pathOf } from "./lift-flows.ts";
import type { StepRun } from "./step-run.ts";

/** Items of one step that may wait at once: each is a question to a person, or a row with a time. */
export const MAX_WAITS_PER_STEP = 500;

/**
 * What was answered to the item.
 *
 * @throws ItemWaits while there is no answer; NodeError "too-large" for a list with too many items to wait for.
 */
export function requireAnswer(
  { scope, layout, lifted, results }: StepRun,
  { item, request }: { item: number; request: WaitRequest },
): WaitAnswer {
  if (results.length > MAX_WAITS_PER_STEP) {
    const message = `"${layout.step.title}" would wait for ${results.length} items one by one; it may for ${MAX_WAITS_PER_STEP}. Turn on "Whole lists", or give it fewer.`;
    throw new NodeError("too-large", message);
  }
  const path = lifted === null ? [] : pathOf(lifted.shape, item);
  const known = scope.host.waits?.[waitKey(layout.nodeId, path)];
  if (known?.answer) return known.answer;
  const now = scope.clock();
  // Of what waited before, the time stands: a duration does not begin anew when the run comes back.
  const dueAt = known ? known.dueAt : dueTime(request, now);
  if (request.kind === "time" && dueAt !== undefined && dueAt <= now) return { kind: "due", at: Math.floor(now) };
  throw new ItemWaits(request, dueAt);
}

function dueTime(request: WaitRequest, now: number): number | undefined {
  if (request.kind === "approval") return request.limitMs === undefined ? undefined : Math.ceil(now + request.limitMs);
  return Math.ceil("untilMs" in request ? request.untilMs : now + request.forMs);
}
