"use client";
import { useMemo, useState } from "react";
import type { z } from "zod";
import type { JsonValue } from "#graph/json";
import { refusalWords } from "#graph/refusal-words";
import { CodeField } from "../code/code-field.tsx";
import { useEditor } from "../canvas/canvas-context.tsx";
import type { FieldProps } from "./field-props.ts";
import { jsonFault, placeInJson } from "./json-error.ts";
import { jsonText } from "./json-text.ts";

/** JSON, taken whenever it parses; until then the place of the mistake is marked and told. What the schema refuses is marked as well. */
export function JsonField({ field, value, onChange, control, isReadOnly, nodeId }: FieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const schema = useEditor(({ graph, library }) => {
    const definition = library[graph.nodes[nodeId]?.type ?? ""];
    return (definition?.params.shape as Record<string, z.ZodType> | undefined)?.[field.name];
  });
  const text = draft ?? jsonText(value);
  const diagnostics = useMemo(() => {
    const fault = jsonFault(text);
    if (fault) return [{ from: fault.at, to: fault.at + 1, message: fault.message }];
    if (text.trim() === "" || !schema) return [];
    const checked = schema.safeParse(JSON.parse(text), { error: refusalWords });
    return (checked.error?.issues ?? []).map(({ path, message }) => ({ ...placeInJson(text, path), message }));
  }, [schema, text]);
  const error = draft === null ? null : (jsonFault(draft)?.message ?? null);
  return (
    <span className="grid min-w-0 gap-1">
      <CodeField
        language="json"
        label={field.title}
        value={text}
        control={{ ...control, "aria-invalid": error ? true : control["aria-invalid"] }}
        isReadOnly={isReadOnly}
        diagnostics={diagnostics}
        onChange={(next) => {
          setDraft(next);
          if (next.trim() === "") onChange(undefined);
          else if (jsonFault(next) === null) onChange(JSON.parse(next) as JsonValue);
        }}
        onBlur={() => {
          if (error === null) setDraft(null);
        }}
      />
      {error && (
        <span role="alert" className="text-2xs text-danger">
          {error}
        </span>
      )}
    </span>
  );
}
