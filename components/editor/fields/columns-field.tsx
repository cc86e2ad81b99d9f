"use client";
import { isRecordedList } from "#graph/recorded-values";
import type { RecordedFlow, ValuePreview } from "#graph/recorded-values";
import { useEditor, useRun } from "../canvas-context.tsx";
import { wiringOf } from "../wiring-of.ts";
import type { FieldProps } from "./field-props.ts";
import { JsonField, LabelsField } from "./text-fields.tsx";

/** Columns of a table, one on each line; those that the last run saw are offered to be added. */
export function ColumnsField(props: FieldProps) {
  const { value, onChange, nodeId, isReadOnly } = props;
  const sources = useEditor(({ graph }) => wiringOf(graph).incoming.get(nodeId));
  const table = useRun(({ run }) => {
    for (const { from } of sources?.values() ?? []) {
      const found = tablePreview(run?.nodes[from.node]?.outputs[from.port]);
      if (found) return found;
    }
    return undefined;
  });
  const isMapping = typeof value === "object" && value !== null && !Array.isArray(value);
  if (isMapping) return <JsonField {...props} />;
  const chosen = Array.isArray(value) ? value.map(String) : [];
  const offered = table?.columns.filter(({ name }) => !chosen.includes(name)) ?? [];
  return (
    <span className="grid gap-1.5">
      <LabelsField {...props} />
      {!isReadOnly && offered.length > 0 && (
        <span className="flex flex-wrap gap-1" role="group" aria-label="Columns that the last run saw">
          {offered.slice(0, 24).map(({ name }) => (
            <button
              key={name}
              type="button"
              className="rounded-1 bg-sunken px-1.5 text-2xs leading-5 text-2 hover:text-1"
              onClick={() => onChange([...chosen, name])}
            >
              + {name}
            </button>
          ))}
        </span>
      )}
    </span>
  );
}

function tablePreview(flow: RecordedFlow | undefined): Extract<ValuePreview, { kind: "table" }> | undefined {
  if (!flow) return undefined;
  if (!isRecordedList(flow)) return flow.preview.kind === "table" ? flow.preview : undefined;
  const first = flow.items.find((item) => item !== null);
  return first ? tablePreview(first) : undefined;
}
