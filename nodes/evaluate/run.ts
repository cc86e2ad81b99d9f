import "#server-only";
import { NodeError, type NodeRunner } from "#graph/node-runner";
import type { Flow } from "#graph/values";
import { evaluateParam } from "../evaluate-param.ts";
import { flowToJson } from "../value-to-json.ts";
import type { evaluate } from "./definition.ts";

const typeOfKind = { number: "number", text: "string", boolean: "boolean" } as const;

export const runEvaluate: NodeRunner<typeof evaluate> = async ({ inputs, params, context }) => {
  // Ports of kind "any" hand over tagged values, and lists whole where the ports take them so.
  const flows = inputs as Record<string, Flow>;
  const scope = Object.fromEntries(Object.entries(flows).map(([name, flow]) => [name, flowToJson(flow)]));
  const result = await evaluateParam(context, { param: "expression", expression: params.expression, scope });
  if (params.output !== "json" && typeof result !== typeOfKind[params.output]) {
    const given = JSON.stringify(result);
    const shown = given.length > 100 ? `${given.slice(0, 100)}…` : given;
    const message = `The expression gave ${shown}, but the node's result is set to "${params.output}".`;
    throw new NodeError("expression-failed", message, { param: "expression" });
  }
  return { result };
};
