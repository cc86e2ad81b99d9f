import type { AnyNodeDefinition } from "#graph/define-node";
import type { GraphNode } from "#graph/schema";
import { paramFields } from "../editor/param-form.ts";

/** A node's params as they were in this run. */
export function ParamFacts({
  node,
  definition,
}: {
  node: GraphNode | undefined;
  definition: AnyNodeDefinition | null;
}) {
  const titles = new Map(definition ? paramFields(definition).map(({ name, title }) => [name, title]) : []);
  const params = Object.entries(node?.params ?? {});
  if (params.length === 0) return <p className="px-4 py-3 text-xs text-3">This node has no params.</p>;
  return (
    <dl className="px-4 py-1 text-xs">
      {params.map(([name, value]) => (
        <div
          key={name}
          className="grid min-h-8 grid-cols-[112px_minmax(0,1fr)] items-baseline gap-2 border-line py-1.5 not-first:border-t"
        >
          <dt className="wrap-anywhere text-3">{titles.get(name) ?? name}</dt>
          <dd className="max-h-40 overflow-hidden whitespace-pre-wrap wrap-anywhere tabular-nums">{describe(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

const MAX_CHARACTERS = 600;

function describe(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "string") return value.slice(0, MAX_CHARACTERS);
  if (Array.isArray(value) && value.every(isNamed))
    return value
      .map(({ name }) => name)
      .join(", ")
      .slice(0, MAX_CHARACTERS);
  if (isNamed(value)) return value.name;
  return JSON.stringify(value, null, 1).slice(0, MAX_CHARACTERS);
}

/** Files and models are known to people by their name. */
function isNamed(value: unknown): value is { name: string; hash: string } {
  return (
    typeof value === "object" && value !== null && "hash" in value && "name" in value && typeof value.name === "string"
  );
}
