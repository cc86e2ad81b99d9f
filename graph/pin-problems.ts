import type { AnyNodeDefinition } from "./define-node.ts";
import { describeType } from "./describe-type.ts";
import { fitTypes } from "./fit-types.ts";
import type { Port } from "./kinds.ts";
import { portsOf } from "./ports-of.ts";
import type { Problem } from "./problems.ts";
import type { RecordedFlow } from "./recorded-values.ts";
import type { GraphNode } from "./schema.ts";
import { typeOfRecord } from "./type-of-record.ts";

/** Pins that their port could not give: of another kind, not a list where it gives one, or at a port that is not there. */
export function pinProblems(node: GraphNode, definition: AnyNodeDefinition): Problem[] {
  if (!node.pins) return [];
  const { outputs } = portsOf(node, definition);
  return Object.entries(node.pins).flatMap(([name, pin]): Problem[] => {
    const at = { nodeId: node.id, port: name };
    const port = Object.hasOwn(outputs, name) ? outputs[name] : undefined;
    if (!port) {
      const message = `A value is pinned at "${name}", an output that the node does not have with its present settings. Unpin it, or change the settings back.`;
      return [{ ...at, code: "unused-pin", severity: "warning", message }];
    }
    const reason = whyUnfit(pin, port);
    return reason ? [{ ...at, code: "bad-pin", severity: "error", message: reason }] : [];
  });
}

function whyUnfit(pin: RecordedFlow, port: Port): string | null {
  const { type, depth } = typeOfRecord(pin);
  if (type && fitTypes(type, port.type) !== null) {
    const [given, wanted] = [describeType(type), describeType(port.type)];
    return `The value pinned at "${port.label}" is ${given}, and this output gives ${wanted}. Unpin it, or pin another value.`;
  }
  const least = typeof port.list === "number" ? port.list : 0;
  // Items of an empty list cannot tell how deep it would go.
  if (depth >= least || (type === null && depth > 0)) return null;
  const wanted = least === 2 ? "a list of lists" : "a list";
  return `The value pinned at "${port.label}" is ${depth === 0 ? "one item" : "a list"}, and this output gives ${wanted}. Unpin it, or pin another value.`;
}
