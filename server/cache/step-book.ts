import type { Plan, PlanInput, PlanStep } from "../../graph/plan.ts";
import type { StepResultRecord } from "../../graph/run-events.ts";
import { artifactBytes } from "./artifact-bytes.ts";
import { digestFlow } from "./digest-flow.ts";

/** 0 is what nothing is known of. */
const RUNNING = 1;
const KNOWN = 2;
const SKIPPED = 3;
const FAILED = 4;

/** How the steps of one execution stand, and the digests of what they gave. */
export type StepBook = {
  runs: (step: PlanStep) => void;
  has: (step: PlanStep, result: StepResultRecord) => void;
  /** What the step has is what the plan alone says, so that a structural key may stand for it. */
  setPlain: (step: PlanStep) => void;
  /** All that the step gave is what it gave in the run before: told while it is at hand, so that its readers need not go back to it. */
  setUnchanged: (step: PlanStep) => void;
  isUnchanged: (index: number) => boolean;
  skipped: (step: PlanStep) => void;
  failed: (step: PlanStep) => void;
  isRunning: (step: PlanStep) => boolean;
  /** Whether all that feeds the step is what the plan alone says. */
  isFedPlainly: (step: PlanStep) => boolean;
  /** Bytes of artifacts among what the step gave. */
  artifactBytes: (index: number) => number;
  /** Bytes of artifacts that reach the step. */
  inputBytes: (step: PlanStep) => number;
  /** By output port. Undefined while they are not known. */
  outputDigests: (index: number) => Record<string, string> | undefined;
  /**
   * What reaches each input, null where nothing does. A promise while something is still being recorded; null where it
   * will never be known.
   */
  inputDigests: (step: PlanStep) => (string | null)[] | null | Promise<(string | null)[] | null>;
};

export function createStepBook({ steps }: Plan): StepBook {
  const standing = new Uint8Array(steps.length);
  const plain = new Uint8Array(steps.length);
  const unchanged = new Uint8Array(steps.length);
  const bytes = new Float64Array(steps.length);
  const results: (StepResultRecord | undefined)[] = steps.map(() => undefined);
  const digests: (Record<string, string> | undefined)[] = steps.map(() => undefined);
  const awaited = new Map<number, PromiseWithResolvers<void>>();

  function settle(index: number, now: number) {
    standing[index] = now;
    if (awaited.size === 0) return;
    awaited.get(index)?.resolve();
    awaited.delete(index);
  }

  function outputDigests(index: number): Record<string, string> | undefined {
    const known = digests[index];
    const result = results[index];
    if (known || !result) return known;
    const made: Record<string, string> = {};
    for (const port in result.outputs) made[port] = digestFlow(result.outputs[port]!);
    return (digests[index] = made);
  }

  /** Undefined while it is not known, null where nothing arrives. */
  function arriving({ from }: PlanInput): string | null | undefined {
    const now = standing[from.step];
    if (now === SKIPPED) return null;
    return now === KNOWN ? (outputDigests(from.step)![from.port] ?? null) : undefined;
  }

  function inputDigests(step: PlanStep): (string | null)[] | null | Promise<(string | null)[] | null> {
    const found: (string | null)[] = [];
    for (const input of step.inputs) {
      const digest = arriving(input);
      if (digest === undefined) {
        if (standing[input.from.step] !== RUNNING) return null;
        const { promise } = waitFor(input.from.step);
        return promise.then(() => inputDigests(step));
      }
      found.push(digest);
    }
    return found;
  }

  function waitFor(index: number): PromiseWithResolvers<void> {
    const known = awaited.get(index) ?? Promise.withResolvers<void>();
    awaited.set(index, known);
    return known;
  }

  return {
    runs: ({ index }) => {
      results[index] = undefined;
      digests[index] = undefined;
      plain[index] = 0;
      unchanged[index] = 0;
      standing[index] = RUNNING;
    },
    has: ({ index }, result) => {
      results[index] = result;
      bytes[index] = 0;
      for (const port in result.outputs) bytes[index]! += artifactBytes(result.outputs[port]);
      settle(index, KNOWN);
    },
    setPlain: ({ index }) => void (plain[index] = 1),
    setUnchanged: ({ index }) => void (unchanged[index] = 1),
    isUnchanged: (index) => unchanged[index] === 1,
    skipped: ({ index }) => settle(index, SKIPPED),
    failed: ({ index }) => settle(index, FAILED),
    isRunning: ({ index }) => standing[index] === RUNNING,
    isFedPlainly: ({ inputs }) => inputs.every(({ from }) => standing[from.step] === KNOWN && plain[from.step] === 1),
    artifactBytes: (index) => bytes[index]!,
    inputBytes: ({ inputs }) => {
      let sum = 0;
      for (const { from } of inputs) {
        if (bytes[from.step]! > 0) sum += artifactBytes(results[from.step]?.outputs[from.port]);
      }
      return sum;
    },
    outputDigests,
    inputDigests,
  };
}
