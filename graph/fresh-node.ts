import type { AnyNodeDefinition } from "./define-node.ts";
import type { JsonValue } from "./json.ts";
import type { Port } from "./kinds.ts";
import type { GraphNode } from "./schema.ts";

/** A node of a type as it comes onto the canvas. With `gives`, set up to give what such an input takes, where its params decide that. */
export function freshNode(
  { type, version, paramsToGive }: AnyNodeDefinition,
  {
    id,
    position = { x: 0, y: 0 },
    params = {},
    gives,
  }: {
    id: string;
    position?: { x: number; y: number };
    params?: Readonly<Record<string, JsonValue>>;
    gives?: Pick<Port, "type" | "list"> | undefined;
  },
): GraphNode {
  const given = gives && paramsToGive?.(gives);
  return { id, type, version, position, params: { ...given, ...params } };
}
