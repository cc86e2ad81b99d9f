import type { StepResultRecord } from "#graph/run-events";
import type { Flow } from "#graph/values";
import type { ExecutorHost } from "./executor-host.ts";
import type { PlanLayout, StepLayout } from "./plan-layout.ts";
import type { ItemFlows } from "./take-inputs.ts";
import type { ItemOutputs } from "./take-outputs.ts";

/** The records of what a step gave, by port; pending while they are being stored. */
export type StepRecords = StepResultRecord["outputs"] | Promise<StepResultRecord["outputs"]>;

/**
 * What has left each port and is still to be read. A value is dropped when its last reader has ended, so that a run
 * holds what is alive at once, not all that it made.
 */
export type ValueSlots = {
  put: (step: StepLayout, flows: ItemOutputs) => void;
  /** The step gave this without running here: its values are fetched when somebody needs them. */
  putRecords: (step: StepLayout, records: StepResultRecord["outputs"]) => void;
  /** What reaches the step. `notRestored` stands for what nobody has fetched yet. */
  read: (step: StepLayout) => ItemFlows;
  /**
   * Fetches what stands as `notRestored` at the step's inputs. Gives the rank of a step whose record could not be read,
   * with the error, and null when all are there.
   */
  restore: (step: StepLayout) => Promise<{ rank: number; error: unknown } | null>;
  /** The step has ended, whichever way: it reads no more. */
  release: (step: StepLayout) => void;
  /** The step is to run although it had ended: what it gave is dropped, and what it reads is fetched again. */
  reopen: (step: StepLayout) => void;
};

export const notRestored: Flow = { items: [] };

/** @param records of the steps that have a result, by rank; the caller adds to it */
export function createValueSlots(
  layout: PlanLayout,
  { host, records }: { host: Pick<ExecutorHost, "restore">; records: readonly (StepRecords | undefined)[] },
): ValueSlots {
  const { inputSlots } = layout;
  const readers = layout.readers.slice();
  const values: (Flow | undefined)[] = [];
  for (let slot = 0; slot < readers.length; slot++) values.push(undefined);
  const restoring = new Map<number, Promise<Flow | undefined>>();

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

  function putRecords({ form: { outputs }, firstSlot }: StepLayout, given: StepResultRecord["outputs"]): void {
    for (let port = 0; port < outputs.length; port++) {
      if (readers[firstSlot + port]! > 0 && given[outputs[port]!.port]) values[firstSlot + port] = notRestored;
    }
  }

  function read({ form, firstInput }: StepLayout): ItemFlows {
    const flows: (Flow | undefined)[] = form.noInputs.slice();
    for (let index = 0; index < flows.length; index++) flows[index] = values[inputSlots[firstInput + index]!];
    return flows;
  }

  async function restore({ step, firstInput }: StepLayout): Promise<{ rank: number; error: unknown } | null> {
    for (const [index, { from }] of step.inputs.entries()) {
      const slot = inputSlots[firstInput + index]!;
      const rank = from.step;
      if (values[slot] !== notRestored) continue;
      const pending = restoring.get(slot) ?? restoreSlot(rank, from.port);
      restoring.set(slot, pending);
      try {
        const flow = await pending;
        if (readers[slot]! > 0 && values[slot] === notRestored) values[slot] = flow;
      } catch (error) {
        restoring.delete(slot);
        return { rank, error };
      }
    }
    return null;
  }

  async function restoreSlot(rank: number, port: string): Promise<Flow | undefined> {
    const record = (await records[rank])?.[port];
    return record && (await host.restore(record));
  }

  function reopen({ step: { inputs }, form, firstInput, firstSlot }: StepLayout): void {
    for (let slot = firstSlot; slot < firstSlot + form.outputs.length; slot++) {
      if (values[slot] === notRestored) values[slot] = undefined;
      restoring.delete(slot);
    }
    for (const [index, { from }] of inputs.entries()) {
      const slot = inputSlots[firstInput + index]!;
      if (slot < 0) continue;
      readers[slot]!++;
      const known = records[from.step];
      const isThere = known instanceof Promise || known?.[from.port] !== undefined;
      if (values[slot] === undefined && isThere) values[slot] = notRestored;
    }
  }

  return { put, putRecords, read, restore, release, reopen };
}
