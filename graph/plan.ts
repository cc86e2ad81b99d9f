import type { OnError } from "./schema.ts";
import type { Ports } from "./kinds.ts";

/**
 * A compiled graph: what the executor walks. Steps are in topological order, and edges are indices into `steps`,
 * so that walking costs no look-ups by name.
 */
export type Plan = {
  steps: PlanStep[];
  /** For each step the steps that wait for it, without repeats. */
  successors: Int32Array[];
  /** For each step the number of different steps that it waits for. */
  inDegrees: Int32Array;
  /** For each step the length of the longest chain from it to an end: the ready queue takes the longest first. */
  criticalPath: Int32Array;
};

export type PlanStep = {
  index: number;
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
