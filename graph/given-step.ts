import type { NodeLibrary } from "./define-node.ts";
import type { Port, Ports } from "./kinds.ts";
import type { EarlierSteps } from "./part-problems.ts";
import { GIVEN_VALUES } from "./plan.ts";
import type { PlanStep } from "./plan.ts";
import type { RecordedFlow } from "./recorded-values.ts";
import type { GraphNode } from "./schema.ts";
import { titleOf } from "./title-of.ts";
import { typeOfRecord } from "./type-of-record.ts";

type Pins = NonNullable<GraphNode["pins"]>;

/** The step of a node that does not run: it gives its pins, and what an earlier run left at its other outputs. */
export function givingStep(
  node: GraphNode,
  library: NodeLibrary,
  { index, isSilent, earlier }: { index: number; isSilent: boolean; earlier: EarlierSteps[string] | undefined },
): PlanStep {
  const outputs = { ...earlier?.outputs, ...node.pins };
  const ports = Object.entries(outputs).map(([name, record]) => [name, portOf(name, record)] as const);
  return {
    index,
    nodeId: node.id,
    type: GIVEN_VALUES,
    version: 1,
    title: titleOf(node, library),
    params: outputs,
    inputs: [],
    ports: { inputs: {}, outputs: Object.fromEntries(ports) },
    onError: { policy: "fail" },
    retry: { attempts: 0, delayMs: 0 },
    timeoutMs: null,
    isDisabled: false,
    reuse: "off",
    given: { outputs, from: earlier?.from ?? { kind: "pin" }, isSilent },
    pins: null,
  };
}

/** Without the pins of ports that the node has not with its present settings. */
export function pinsOf(pins: Pins, outputs: Ports): Pins {
  return Object.fromEntries(Object.entries(pins).filter(([port]) => Object.hasOwn(outputs, port)));
}

function portOf(label: string, record: RecordedFlow): Port {
  return { label, type: typeOfRecord(record).type ?? { kind: "any" }, list: "any" };
}
