import type { OnError } from "./schema.ts";
import type { Ports } from "./kinds.ts";
import type { RecordedFlow } from "./recorded-values.ts";
import type { ValueSource } from "./run-events.ts";

/**
 * A compiled graph: what the executor walks. Steps stand in topological order, those on the longest chain to an end
 * first, and edges are indices into `steps`, so that walking costs no look-ups by name.
 */
export type Plan = {
  steps: PlanStep[];
  /** For each step the steps that wait for it, without repeats. */
  successors: Int32Array[];
  /** For each step the number of different steps that it waits for. */
  inDegrees: Int32Array;
  /** By the node that runs it: how many steps a workflow has that is laid out flat. */
  innerSteps: Record<string, number>;
};

/** Type of the steps that give values and do not run; their params are the values, so that what reads them has another key with others. */
export const GIVEN_VALUES = "given-values";

/** Type of the steps of bypassed nodes: each output gives what arrives at the input of its name, whole. */
export const PASSED_ON = "passed-on";

export type PlanStep = {
  index: number;
  /** Of a step within another workflow, the path to it: "outer/inner". */
  nodeId: string;
  type: string;
  /** Of the node type's definition. */
  version: number;
  title: string;
  /** Parsed and completed with defaults by the definition's schema. */
  params: Record<string, unknown>;
  inputs: PlanInput[];
  /** The node's ports with these params. */
  ports: { inputs: Ports; outputs: Ports };
  onError: OnError;
  retry: { attempts: number; delayMs: number };
  timeoutMs: number | null;
  isDisabled: boolean;
  /** Whether a result of before may stand in for running it, and what forbids it. */
  reuse: "allowed" | "off" | "impure";
  /** Steps that end before this one without handing it a value. With some, it runs also when nothing arrives. */
  after?: readonly PlanGate[];
  /** The runner gets what arrives as flows, lists and gaps as they are, and hands flows on. */
  takesFlows?: true;
  /** The workflow that the step's runner may run as a whole. */
  body?: PlanBody;
  /**
   * Not null: the step does not run, these are its values. A node of which some outputs are pinned and others are read may
   * have two steps, one that gives and one that runs; then only the latter speaks for the node (`isSilent`).
   */
  given: { outputs: Readonly<Record<string, RecordedFlow>>; from: ValueSource; isSilent: boolean } | null;
  /** Pinned outputs of a step that runs: recorded in place of what it computes there, which nothing reads. */
  pins: Readonly<Record<string, RecordedFlow>> | null;
};

/** `blocksIf` says what must not have become of the step. */
export type PlanGate = { step: number; blocksIf: "failed" | "skipped" };

export type PlanBody = {
  plan: Plan;
  /** By port of the node, the step in `plan` that stands for the input; likewise for the outputs. */
  inputs: Record<string, number>;
  outputs: Record<string, number>;
  /** The runner runs it as often as it sees fit, else once per call. */
  isRepeated: boolean;
};

export type PlanInput = {
  port: string;
  /** Where the value comes from. */
  from: { step: number; port: string };
  /**
   * How many list levels of what arrives are walked by lifting: its depth less the depth that the port takes.
   * 0 where the port takes it whole.
   */
  lift: number;
};
