import { pinsOf } from "./given-step.ts";
import { PASSED_ON } from "./plan.ts";
import type { PlanInput, PlanStep } from "./plan.ts";
import type { Ports } from "./kinds.ts";
import type { GraphNode } from "./schema.ts";

/** The step of a bypassed node: its inputs are called as the outputs that pass them on. */
export function passingStep(
  { pins }: GraphNode,
  at: { index: number; nodeId: string; title: string; outputs: Ports; inputs: PlanInput[] },
): PlanStep {
  const anything = Object.entries(at.outputs).map(
    ([name, { label }]) => [name, { label, type: { kind: "any" }, list: "any" }] as const,
  );
  const inputs = Object.fromEntries(anything.map(([name, port]) => [name, { ...port, optional: true } as const]));
  return {
    index: at.index,
    nodeId: at.nodeId,
    type: PASSED_ON,
    version: 1,
    title: at.title,
    params: {},
    inputs: at.inputs,
    ports: { inputs, outputs: Object.fromEntries(anything) },
    onError: { policy: "fail" },
    retry: { attempts: 0, delayMs: 0 },
    timeoutMs: null,
    isDisabled: false,
    reuse: "allowed",
    takesFlows: true,
    given: null,
    pins: pins ? pinsOf(pins, at.outputs) : null,
  };
}
