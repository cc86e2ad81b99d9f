import type { StepResultRecord } from "#graph/run-events";
import type { Flow } from "#graph/values";
import type { ExecutorHost } from "./executor-host.ts";
import type { PlanLayout, StepLayout } from "./plan-layout.ts";
import type { ItemFlows } from "./take-inputs.ts";
import type { ItemOutputs } from "./take-outputs.ts";

/**
 * What has left each port and is still to be read. A value is dropped when its last reader has ended, so that a run
 * holds what is alive at once, not all that it made.
 */
export type ValueSlots = {
  put: (step: StepLayout, flows: ItemOutputs) => void;
  /** What reaches the step. `notRestored` stands for what an earlier attempt left and nobody has read yet. */
  read: (step: StepLayout) => ItemFlows;
  /** Fetches what stands as `notRestored` at the step's inputs. */
  restore: (step: StepLayout) => Promise<void>;
  /** The step has ended, whichever way: it reads no more. */
  release: (step: StepLayout) => void;
};

export const notRestored: Flow = { items: [] };

export function createValueSlots(
  layout: PlanLayout,
  { host, finished }: { host: Pick<ExecutorHost, "restore">; finished: ReadonlyMap<number, StepResultRecord> },
): ValueSlots {
  const { inputSlots } = layout;
  const readers = layout.readers.slice();
  const values: (Flow | undefined)[] = [];
  for (let slot = 0; slot < readers.length; slot++) values.push(undefined);
  const restoring = new Map<number, Promise<Flow>>();

  function release({ form: { inputs }, firstInput }: StepLayout): void {
    for (let index = firstInput; index < firstInput + inputs.length; index++) {
      const slot = inputSlots[index]!;
      if (slot >= 0 && --readers[slot]! === 0) {
        values[slot] = undefined;
        if (restoring.size > 0) restoring.delete(slot);
      }
    }
  }

  function put({ firstSlot }: StepLayout, flows: ItemOutputs): void {
    for (let port = 0; port < flows.length; port++) {
      if (readers[firstSlot + port]! > 0) values[firstSlot + port] = flows[port];
    }
  }

  function read({ form, firstInput }: StepLayout): ItemFlows {
    const flows: (Flow | undefined)[] = form.noInputs.slice();
    for (let index = 0; index < flows.length; index++) flows[index] = values[inputSlots[firstInput + index]!];
    return flows;
  }

  async function restore({ step, firstInput }: StepLayout): Promise<void> {
    for (const [index, { from }] of step.inputs.entries()) {
      const slot = inputSlots[firstInput + index]!;
      const record = finished.get(layout.rankOf[from.step]!)?.outputs[from.port];
      if (values[slot] !== notRestored || !record) continue;
      const pending = restoring.get(slot) ?? host.restore(record);
      restoring.set(slot, pending);
      const flow = await pending;
      if (readers[slot]! > 0) values[slot] = flow;
    }
  }

  for (const [rank, { outputs: records }] of finished) {
    const { form, firstSlot } = layout.steps[rank]!;
    for (const [port, output] of form.outputs.entries()) {
      if (records[output.port]) values[firstSlot + port] = notRestored;
    }
  }
  for (const rank of finished.keys()) release(layout.steps[rank]!);
  return { put, read, restore, release };
}
