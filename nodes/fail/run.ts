import "#server-only";
import { NodeError, type NodeRunner } from "#graph/node-runner";
import type { Value } from "#graph/values";
import { fillMessage } from "../fill-template.ts";
import { valueToJson } from "../value-to-json.ts";
import type { fail } from "./definition.ts";

/** Throws the message as its own failure, or gives the value on where the condition does not hold. */
export const runFail: NodeRunner<typeof fail> = ({ inputs, params, context }) => {
  const { condition, ...named } = inputs as { value: Value; condition?: boolean } & Record<string, Value>;
  if (condition !== undefined) return decide(condition);
  if (params.condition.trim() === "") return decide(true);
  return context.sandbox
    .evaluate(params.condition, { value: valueToJson(named.value) })
    .then((holds) => decide(Boolean(holds)));

  function decide(isFailing: boolean) {
    if (!isFailing) return { value: named.value };
    const values = condition === undefined ? named : { ...named, condition: asValue(condition) };
    throw new NodeError(params.kind, fillMessage(params.message, values));
  }
};

function asValue(value: boolean): Value {
  return { kind: "boolean", value };
}
