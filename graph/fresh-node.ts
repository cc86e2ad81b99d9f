import type { AnyNodeDefinition } from "./define-node.ts";
import type { JsonValue } from "./json.ts";
import type { Port } from "./kinds.ts";
import type { GraphNode } from "./schema.ts";

export type SetUp = {
  gives?: Pick<Port, "type" | "list"> | undefined;
  takes?: Pick<Port, "type"> | undefined;
};

/** A node of a type as it comes onto the canvas. With `gives` and `takes`, set up to give what such an input takes, and to take what such an output gives, where its params decide that. */
export function freshNode(
  { type, version, paramsToGive, paramsToTake }: AnyNodeDefinition,
  {
    id,
    position = { x: 0, y: 0 },
    params = {},
    gives,
    takes,
  }: SetUp & {
    id: string;
    position?: { x: number; y: number };
    params?: Readonly<Record<string, JsonValue>>;
  },
): GraphNode {
  return {
    id,
    type,
    version,
    position,
    params: { ...(takes && paramsToTake?.(takes)), ...(gives && paramsToGive?.(gives)), ...params },
  };
}
