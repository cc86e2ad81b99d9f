"use client";
import { ChevronDown } from "lucide-react";
import type { JsonValue } from "#graph/json";
import { useEditor } from "../canvas/canvas-context.tsx";
import type { Card } from "../nodes/card-of.ts";
import { paramText, paramValue } from "./param-form.ts";
import type { ParamField } from "./param-form.ts";

/** At most three params, to be read at a glance; the inspector changes them. */
export function NodeParams({ card, id }: { card: Card; id: string }) {
  const params = useEditor(({ graph }) => graph.nodes[id]?.params);
  if (card.fields.length === 0 || !params) return null;
  return (
    <dl className="node-params">
      {card.fields.map((field) => (
        <div key={field.name} data-wide={isWide(field) || undefined}>
          {!isWide(field) && <dt title={field.title}>{field.title}</dt>}
          <ParamWell field={field} value={paramValue(field, params)} />
        </div>
      ))}
    </dl>
  );
}

function isWide({ widget }: ParamField): boolean {
  return (
    widget === "expression" ||
    widget === "code" ||
    widget === "textarea" ||
    widget === "model-picker" ||
    widget === "workflow-picker"
  );
}

function ParamWell({ field, value }: { field: ParamField; value: JsonValue | undefined }) {
  const { minimum, maximum } = field;
  const text = paramText(field, value);
  const isUnset = value === undefined || value === null || value === "";
  if (field.widget === "slider" && typeof value === "number" && minimum !== undefined && maximum !== undefined) {
    const at = `${Math.min(100, Math.max(0, ((value - minimum) / (maximum - minimum)) * 100))}%`;
    return (
      <dd>
        <span className="mini-slider" style={{ "--at": at } as React.CSSProperties} />
        {value}
      </dd>
    );
  }
  const isCode = field.widget === "expression" || (field.widget === "code" && field.language !== "template");
  return (
    <dd data-code={isCode || undefined} data-unset={isUnset || undefined} title={text}>
      {field.widget === "colour" && typeof value === "string" && <i className="swatch" style={{ background: value }} />}
      <span>{isUnset && isWide(field) ? `${field.title}: none` : text}</span>
      {(field.widget === "select" || field.widget === "segmented") && (
        <ChevronDown size={12} strokeWidth={2.25} aria-hidden />
      )}
    </dd>
  );
}
