import type { AnyNodeDefinition } from "#graph/define-node";
import type { RecordedFlow } from "#graph/recorded-values";
import type { GraphNode } from "#graph/schema";
import { type ParamField, fieldsInUse } from "../editor/inspector/param-form.ts";
import { flowText } from "../editor/running/run-words.ts";

/** A node's params as they counted in this run; those that nobody set show their default, greyed. */
export function ParamFacts({
  node,
  definition,
  result,
}: {
  node: GraphNode | undefined;
  definition: AnyNodeDefinition | null;
  /** What its expressions gave in this run. */
  result?: RecordedFlow | undefined;
}) {
  const params = node?.params ?? {};
  const fields = definition ? fieldsInUse(definition, params) : [];
  const known = new Set(definition ? Object.keys(definition.params.shape) : []);
  const rows = [
    ...fields.map((field) => ({
      name: field.name,
      title: field.title,
      value: describe(params[field.name] ?? field.default, field),
      isDefault: params[field.name] === undefined,
      gave: field.widget === "expression" ? result : undefined,
    })),
    ...Object.entries(params)
      .filter(([name]) => !known.has(name))
      .map(([name, value]) => ({ name, title: name, value: describe(value), isDefault: false, gave: undefined })),
  ];
  if (rows.length === 0) return <p className="px-4 py-3 text-xs text-3">This node has no params.</p>;
  return (
    <dl className="px-4 py-1 text-xs">
      {rows.map(({ name, title, value, isDefault, gave }) => (
        <div
          key={name}
          className="grid min-h-8 grid-cols-[112px_minmax(0,1fr)] items-baseline gap-2 border-line py-1.5 not-first:border-t"
        >
          <dt className="wrap-anywhere text-3">{title}</dt>
          <dd
            className={`max-h-40 overflow-hidden whitespace-pre-wrap wrap-anywhere tabular-nums ${isDefault ? "text-3" : ""}`}
          >
            {value}
            {gave && <span className="mt-1 block text-2">gave {flowText(gave)}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const MAX_CHARACTERS = 600;

function describe(value: unknown, field?: ParamField): string {
  const option = field?.options.find((candidate) => candidate.value === value);
  if (option) return option.label;
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "string") return value.slice(0, MAX_CHARACTERS);
  if (typeof value === "boolean") return value ? "On" : "Off";
  if (typeof value === "number") return field?.unit ? `${value} ${field.unit}` : String(value);
  if (isNamed(value)) return value.name;
  if (Array.isArray(value)) {
    const words = value.map((item) =>
      isNamed(item) ? item.name : typeof item === "string" ? item : JSON.stringify(item),
    );
    return words.length === 0 ? "–" : words.join(", ").slice(0, MAX_CHARACTERS);
  }
  return JSON.stringify(value, null, 1).slice(0, MAX_CHARACTERS);
}

/** Files and models are known to people by their name. */
function isNamed(value: unknown): value is { name: string; hash: string } {
  return (
    typeof value === "object" && value !== null && "hash" in value && "name" in value && typeof value.name === "string"
  );
}
