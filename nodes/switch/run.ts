import "#server-only";
import { NodeError, type NodeRunner } from "#graph/node-runner";
import type { Value } from "#graph/values";
import { evaluateParam } from "../evaluate-param.ts";
import { valueToJson } from "../value-to-json.ts";
import { casePortNames } from "./case-ports.ts";
import type { switchNode } from "./definition.ts";

/** Fires the port of the case that the expression names, or "default", with the value as it came. */
export const runSwitch: NodeRunner<typeof switchNode> = async ({ inputs, params, context }) => {
  const value = inputs.value as Value; // a port of kind "any"
  const scope = { value: valueToJson(value) };
  const chosen = await evaluateParam(context, { param: "expression", expression: params.expression, scope });
  if (typeof chosen === "object" && chosen !== null) {
    const given = Array.isArray(chosen) ? "a list" : "an object";
    const message = `The expression must give the name of a case and gave ${given}. Name a field of it, such as "value.label".`;
    throw new NodeError("expression-failed", message, { param: "expression" });
  }
  const place = params.cases.indexOf(String(chosen));
  return { [place < 0 ? "default" : casePortNames(params.cases)[place]!]: value };
};
