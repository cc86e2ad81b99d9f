import "#server-only";
import type { JsonValue } from "#graph/json";
import { HandedOn, NodeError } from "#graph/node-runner";
import type { FlowsByPort, NodeRunner } from "#graph/node-runner";
import type { ParamsOf } from "#graph/define-node";
import type { Flow } from "#graph/values";
import { evaluateParam } from "../evaluate-param.ts";
import { flowToJson } from "../value-to-json.ts";
import { iterationsPort, type repeatUntil } from "./definition.ts";

/** Runs the workflow until it is told to stop, each time with what the last one gave at the inputs of the same names. */
export const runRepeatUntil: NodeRunner<typeof repeatUntil> = async ({ inputs, params, context }) => {
  const { workflow, atMost, otherwise } = params;
  let given = inputs as FlowsByPort; // a step that runs a workflow is given flows
  for (let iteration = 1; ; iteration++) {
    const outputs = await context.workflow!.run(given); // null only where a workflow may be laid out flat
    context.progress(iteration, atMost);
    const isLast = iteration === atMost;
    if ((await isDone(outputs, iteration)) || (isLast && otherwise === "give-last")) {
      return new HandedOn({ ...outputs, [iterationsPort(workflow)]: { kind: "number", value: iteration } });
    }
    if (isLast) throw notMet(params);
    given = { ...given, ...fedBack(workflow, outputs) };
  }

  async function isDone(outputs: FlowsByPort, iteration: number): Promise<boolean> {
    const byName = Object.fromEntries(
      workflow.outputs.flatMap(({ name, port }): [string, JsonValue][] => {
        const flow = outputs[port];
        return flow ? [[name, flowToJson(flow)]] : [];
      }),
    );
    if (params.untilOutput !== "") return byName[params.untilOutput] === true;
    const scope = { ...byName, outputs: byName, iteration };
    return Boolean(await evaluateParam(context, { param: "until", expression: params.until, scope }));
  }
};

/** What an output did not give this time stays as it was at the input. */
function fedBack({ inputs, outputs }: ParamsOf<typeof repeatUntil>["workflow"], given: FlowsByPort): FlowsByPort {
  const portOf = new Map(inputs.map(({ name, port }) => [name, port]));
  return Object.fromEntries(
    outputs.flatMap(({ name, port }): [string, Flow][] => {
      const input = portOf.get(name);
      const flow = given[port];
      return input !== undefined && flow !== undefined ? [[input, flow]] : [];
    }),
  );
}

function notMet({ until, untilOutput, atMost }: ParamsOf<typeof repeatUntil>): NodeError {
  const condition = untilOutput === "" ? `"${until.trim()}" did not hold` : `The output "${untilOutput}" was not true`;
  const message = `${condition} after ${atMost} iterations, which is the most that this node may do. Raise "At most", or let it give the last values.`;
  return new NodeError("not-converged", message, { param: "atMost" });
}
