import "#server-only";
import { NodeError, type NodeRunner } from "#graph/node-runner";
import { evaluateParam } from "../evaluate-param.ts";
import { valueToJson } from "../value-to-json.ts";
import type { ifNode } from "./definition.ts";

/** Fires one of its two ports with the value as it came. */
export const runIf: NodeRunner<typeof ifNode> = async ({ inputs, params, context }) => {
  const holds = inputs.condition ?? (await evaluateCondition());
  // oxlint-disable-next-line unicorn/no-thenable -- a value is never a function
  return holds ? { then: inputs.value } : { else: inputs.value };

  async function evaluateCondition() {
    if (params.condition.trim() === "") {
      const message = 'There is no condition: write one, such as "value > 0.5", or connect a boolean.';
      throw new NodeError("bad-params", message, { param: "condition" });
    }
    const scope = { value: valueToJson(inputs.value) };
    return Boolean(await evaluateParam(context, { param: "condition", expression: params.condition, scope }));
  }
};
