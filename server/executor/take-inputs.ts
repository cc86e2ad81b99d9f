import { NodeError } from "#graph/node-runner";
import type { Flow, Value } from "#graph/values";
import { isFlowList } from "#graph/values";
import type { InputForm } from "./plan-layout.ts";

/** What reaches each connected input for one item; undefined where nothing does. */
export type ItemFlows = readonly (Flow | undefined)[];

const jsonLike: ReadonlySet<string> = new Set(["json", "number", "text", "boolean"]);

/**
 * The inputs of one call in the form in which the runner takes them: bare values, tagged ones at ports of kind `any`,
 * arrays without holes at ports for lists.
 *
 * @throws NodeError "input-mismatch" or "list-mismatch" where a value only turned out at run time not to fit its port.
 */
export function takeInputs(inputs: readonly InputForm[], flows: ItemFlows): Record<string, unknown> {
  const taken: Record<string, unknown> = {};
  for (let index = 0; index < inputs.length; index++) {
    const flow = flows[index];
    if (flow === undefined) continue;
    const input = inputs[index]!;
    taken[input.port] =
      input.list === 0
        ? takeItem(input, flow)
        : input.list === "any"
          ? takeWhole(input, flow)
          : takeList(input, { flow, depth: input.list });
  }
  return taken;
}

function takeItem(input: InputForm, flow: Flow): unknown {
  if (isFlowList(flow)) throw wrongDepth(input, "one item", "a list");
  if (input.kind === "any") return flow;
  if (flow.kind !== input.kind) refuseKind(input, flow);
  return flow.value;
}

function takeList(input: InputForm, { flow, depth }: { flow: Flow; depth: number }): unknown[] {
  if (!isFlowList(flow)) throw wrongDepth(input, "a list", "one item");
  const list: unknown[] = [];
  for (const item of flow.items) {
    if (item === undefined) continue;
    list.push(depth > 1 ? takeList(input, { flow: item, depth: depth - 1 }) : takeItem(input, item));
  }
  return list;
}

function takeWhole(input: InputForm, flow: Flow): Flow {
  if (input.kind !== "any") checkKinds(input, flow);
  return flow;
}

function checkKinds(input: InputForm, flow: Flow): void {
  if (!isFlowList(flow)) {
    if (flow.kind !== input.kind) refuseKind(input, flow);
    return;
  }
  for (const item of flow.items) if (item !== undefined) checkKinds(input, item);
}

/** Numbers, texts and booleans are plain JSON already, so a json port takes them as they are. */
function refuseKind(input: InputForm, { kind }: Value): void {
  if (input.kind === "json" && jsonLike.has(kind)) return;
  const message = `"${input.label}" needs ${input.kind} and got ${kind}. Connect an output of kind ${input.kind}, or a node that converts.`;
  throw new NodeError("input-mismatch", message, { port: input.port });
}

function wrongDepth(input: InputForm, needed: string, got: string): NodeError {
  return new NodeError("list-mismatch", `"${input.label}" needs ${needed} and got ${got}.`, { port: input.port });
}
