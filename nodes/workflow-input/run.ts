import "#server-only";
import { HandedOn, NodeError, type FlowsByPort, type NodeRunner } from "#graph/node-runner";
import { limitsOf } from "#graph/workflow-interface";
import type { workflowInput } from "./definition.ts";
import { refuseInputValue } from "./input-value.ts";
import { blameInput, materialise } from "./materialise.ts";

/**
 * What the caller of the run gave under the input's name, else the sample. In a workflow that another one runs, what
 * arrives at that one's node comes before both.
 */
export const runWorkflowInput: NodeRunner<typeof workflowInput> = ({ inputs, params, context }) => {
  const { value } = inputs as FlowsByPort;
  return value ? new HandedOn({ value }) : readInput({ params, context });
};

async function readInput({
  params,
  context,
}: Pick<Parameters<NodeRunner<typeof workflowInput>>[0], "params" | "context">) {
  const { name, kind, list, sample } = params;
  const limits = limitsOf(kind, params);
  const input = JSON.stringify(name);
  const given = context.runInput(name) ?? sample;
  if (given === null && kind !== "json") {
    const message = `The input ${input} was given no value. Give one when starting the run, or set a sample in the node.`;
    throw new NodeError("missing-input", message);
  }
  const refused = refuseInputValue({ kind, list, ...limits }, given);
  if (refused) throw new NodeError("bad-input", `The input ${input} ${refused}.`);
  try {
    if (!list) return { value: await materialise(kind, { given, input, context }) };
    const value: unknown[] = [];
    for (const item of given as NonNullable<typeof given>[])
      value.push(await materialise(kind, { given: item, input, context }));
    return { value };
  } catch (error) {
    throw blameInput(error, input);
  }
}
