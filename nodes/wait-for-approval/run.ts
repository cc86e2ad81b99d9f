import "#server-only";
import { NodeError, type NodeRunner } from "#graph/node-runner";
import { isFlowList, type Flow, type Value } from "#graph/values";
import type { WaitAnswer } from "#graph/waits";
import { durationUnits } from "../duration-params.ts";
import { fillMessage } from "../fill-template.ts";
import type { waitForApproval } from "./definition.ts";

/** Fires "approved" or "rejected" with the value as it came, and "decision" beside it. */
export const runWaitForApproval: NodeRunner<typeof waitForApproval> = ({ inputs, params, wait }) => {
  const { value, ...named } = inputs as { value: Flow } & Record<string, Value>;
  const { role, limit, limitUnit, onLimit } = params;
  // What is asked for a whole list cannot be written into a sentence.
  const placed = isFlowList(value) ? named : { ...named, value };
  const answer = wait({
    kind: "approval",
    message: fillMessage(params.message, placed),
    role,
    value,
    ...(limit > 0 && { limitMs: limit * durationUnits[limitUnit] }),
  });
  if (answer.kind === "due" && onLimit === "fail") {
    throw new NodeError("timeout", `Nobody answered "${params.message}" within ${limit} ${limitUnit}.`);
  }
  const isApproved = answer.kind === "due" ? onLimit === "approve" : answer.kind === "approved";
  return {
    [isApproved ? "approved" : "rejected"]: value,
    decision: {
      decision: isApproved ? "approved" : "rejected",
      by: byWhom(answer),
      at: new Date(answer.at).toISOString(),
      note: answer.kind === "due" ? `Nobody answered within ${limit} ${limitUnit}.` : answer.note,
    },
  };
};

function byWhom(answer: WaitAnswer): string | null {
  return answer.kind === "due" ? null : answer.by;
}
