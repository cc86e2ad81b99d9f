import { NodeError } from "#graph/node-runner";
import type { Flow } from "#graph/values";
import { isFlowList } from "#graph/values";
import type { InputForm, StepLayout } from "./plan-layout.ts";
import type { ItemFlows } from "./take-inputs.ts";
import type { ItemOutputs } from "./take-outputs.ts";

/**
 * Where the items of a lifted step stand in its lists: a nest of arrays whose leaves are item numbers, counted in order.
 * Null is an item, or a whole branch, that does not run because its input is a hole.
 */
export type ListShape = readonly (ListShape | number | null)[];
export type LiftedItems = { shape: ListShape; items: ItemFlows[] };

/**
 * Takes the lists at a step's inputs apart into one set of flows per item. Lists walked at the same level zip; inputs
 * that are not lists at a level reach every item of it. Where no list fired to walk over, the one item stands alone, so
 * that what the step gives is as deep as the graph says.
 *
 * @throws NodeError "list-mismatch" naming both ports when lists that must zip differ in length.
 */
export function liftFlows(layout: StepLayout, flows: ItemFlows): LiftedItems {
  const items: ItemFlows[] = [];
  return { shape: liftLevel(flows, 0), items };

  function liftLevel(outer: ItemFlows, level: number): ListShape {
    const length = zippedLength(layout, { flows: outer, level });
    const shape: (ListShape | number | null)[] = [];
    for (let position = 0; position < (length ?? 1); position++) {
      const inner = layout.step.inputs.map(({ lift }, index) =>
        itemAt(outer[index], { position, isWalked: lift > level }),
      );
      if (!canRun(layout, inner)) shape.push(null);
      else if (level + 1 < layout.form.lift) shape.push(liftLevel(inner, level + 1));
      else shape.push(items.push(inner) - 1);
    }
    return shape;
  }
}

/** Whether enough reaches a step, or one of its items, for it to run. A step without connected inputs is a source. */
export function canRun({ form: { inputs, hasRequiredInput } }: StepLayout, flows: ItemFlows): boolean {
  if (!flows.includes(undefined)) return true;
  let firedCount = 0;
  for (let index = 0; index < inputs.length; index++) {
    if (flows[index] !== undefined) firedCount++;
    else if (inputs[index]!.isRequired) return false;
  }
  return hasRequiredInput || firedCount > 0;
}

function itemAt(flow: Flow | undefined, { position, isWalked }: { position: number; isWalked: boolean }) {
  return isWalked && flow !== undefined && isFlowList(flow) ? flow.items[position] : flow;
}

function zippedLength({ step, form }: StepLayout, at: { flows: ItemFlows; level: number }): number | null {
  let length: number | null = null;
  let first: InputForm | undefined;
  for (const [index, input] of form.inputs.entries()) {
    const flow = at.flows[index];
    if (flow === undefined || step.inputs[index]!.lift <= at.level) continue;
    if (!isFlowList(flow)) {
      const message = `"${input.label}" should get a list here and got one item.`;
      throw new NodeError("list-mismatch", message, { port: input.port });
    }
    if (first === undefined) [first, length] = [input, flow.items.length];
    else if (flow.items.length !== length) {
      const message =
        `"${first.label}" gets a list of ${length} and "${input.label}" a list of ${flow.items.length}, so their items ` +
        `cannot be paired. Connect lists of the same length.`;
      throw new NodeError("list-mismatch", message, { port: input.port });
    }
  }
  return length;
}

/** The list that a lifted step gives at its output number `port`. Items without a result leave a hole. */
export function listOf(shape: ListShape, results: readonly (ItemOutputs | undefined)[], port: number): Flow {
  const items = shape.map((place): Flow | undefined => {
    if (place === null) return undefined;
    return typeof place === "number" ? results[place]?.[port] : listOf(place, results, port);
  });
  return { items };
}

/** The index path of an item, outermost list first. */
export function pathOf(shape: ListShape, item: number): number[] {
  for (const [position, place] of shape.entries()) {
    if (place === item) return [position];
    if (place === null || typeof place === "number") continue;
    const rest = pathOf(place, item);
    if (rest.length > 0) return [position, ...rest];
  }
  return [];
}
