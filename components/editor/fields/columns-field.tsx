"use client";
import { useKnownColumns } from "../columns/use-known-columns.ts";
import type { FieldProps } from "./field-props.ts";
import { JsonField } from "./json-field.tsx";
import { LabelsField } from "./labels-field.tsx";
import { UnknownColumn } from "./unknown-column.tsx";

const MAX_OFFERED = 24;

/** Columns of a table in their order; those of the table that arrives are offered with their types, others are told. */
export function ColumnsField(props: FieldProps) {
  const { value, onChange, nodeId, isReadOnly } = props;
  const known = useKnownColumns(nodeId);
  const isMapping = typeof value === "object" && value !== null && !Array.isArray(value);
  if (isMapping) return <JsonField {...props} />;
  const chosen = Array.isArray(value) ? value.map(String) : [];
  const left = known.columns.filter(({ name }) => !chosen.includes(name));
  const unknown = chosen.find((name) => !known.columns.some((column) => column.name === name));
  return (
    <LabelsField
      {...props}
      offered={
        <>
          {unknown !== undefined && (
            <UnknownColumn
              name={unknown}
              known={known}
              onUse={isReadOnly ? null : (name) => onChange(chosen.map((one) => (one === unknown ? name : one)))}
            />
          )}
          {!isReadOnly && left.length > 0 && (
            <span className="flex flex-wrap items-center gap-1" role="group" aria-label={`Columns ${known.source}`}>
              {left.slice(0, MAX_OFFERED).map(({ name, type }) => (
                <button
                  key={name}
                  type="button"
                  title={type}
                  className="max-w-full truncate rounded-1 bg-sunken px-1.5 text-2xs leading-5 text-2 hover:text-1"
                  onClick={() => onChange([...chosen, name])}
                >
                  + {name}
                  {type && <span className="text-3"> {type}</span>}
                </button>
              ))}
              {left.length > 1 && (
                <button
                  type="button"
                  className="rounded-1 px-1.5 text-2xs leading-5 text-2 underline-offset-2 hover:underline"
                  onClick={() => onChange([...chosen, ...left.map(({ name }) => name)])}
                >
                  Add all {left.length}
                </button>
              )}
            </span>
          )}
        </>
      }
    />
  );
}
