import type { z } from "zod";
import type { AnyNodeDefinition } from "./define-node.ts";
import type { Ports } from "./kinds.ts";
import { paramsInUse } from "./params-in-use.ts";
import type { GraphNode } from "./schema.ts";

export type NodePorts = { inputs: Ports; outputs: Ports };

/** Carries `{kind, message}` of the failure where the node's error policy is "port". */
const errorPort = { error: { label: "Error", type: { kind: "json" } } } as const satisfies Ports;

const cache = new WeakMap<GraphNode, { definition: AnyNodeDefinition; ports: NodePorts }>();

/**
 * The ports that a node has with its params. Params that do not parse count as their defaults, so that edges stay
 * attached while a person types; where that is not enough the node has the static ports of its definition.
 */
export function portsOf(node: GraphNode, definition: AnyNodeDefinition): NodePorts {
  const known = cache.get(node);
  if (known?.definition === definition) return known.ports;
  const { inputs, outputs } = dynamicPorts(node, definition) ?? definition;
  const ports = { inputs, outputs: node.onError?.policy === "port" ? { ...outputs, ...errorPort } : outputs };
  cache.set(node, { definition, ports });
  return ports;
}

function dynamicPorts(node: GraphNode, definition: AnyNodeDefinition): NodePorts | null {
  if (!definition.portsFor) return null;
  const params = parseLeniently(node, definition);
  return params && definition.portsFor(params);
}

function parseLeniently(node: GraphNode, definition: AnyNodeDefinition): Record<string, unknown> | null {
  const params = paramsInUse(definition, node.params);
  const whole = definition.params.safeParse(params);
  if (whole.success) return whole.data;
  const faulty = new Set(whole.error.issues.map((issue: z.core.$ZodIssue) => issue.path[0]));
  const kept = Object.fromEntries(
    Object.entries(params).filter(([name]) => !faulty.has(name) && name in definition.params.shape),
  );
  const rest = definition.params.safeParse(kept);
  return rest.success ? rest.data : null;
}
