import type { RecordedFlow } from "#graph/recorded-values";
import type { ExecutorHost } from "./executor-host.ts";
import type { StepLayout } from "./plan-layout.ts";
import type { ItemOutputs } from "./take-outputs.ts";

type Records = Record<string, RecordedFlow>;

/**
 * The records of what a step gave, by port; a port that did not fire has none, and a pinned one that of its pin. At once
 * where every value is small.
 */
export function recordOutputs(
  { step: { pins }, form: { outputs } }: StepLayout,
  { flows, record }: { flows: ItemOutputs; record: ExecutorHost["record"] },
): Records | Promise<Records> {
  const records: Records = pins === null ? {} : { ...pins };
  let pending: Promise<void>[] | undefined;
  for (let index = 0; index < flows.length; index++) {
    const flow = flows[index];
    if (flow === undefined) continue;
    const { port } = outputs[index]!;
    if (pins !== null && Object.hasOwn(pins, port)) continue;
    const recorded = record(flow);
    if (recorded instanceof Promise) {
      pending ??= [];
      pending.push(recorded.then((late) => void (records[port] = late)));
    } else records[port] = recorded;
  }
  return pending === undefined ? records : Promise.all(pending).then(() => records);
}
