"use client";
import { Select } from "#components/ui/select";
import { Slider } from "#components/ui/slider";
import { formatCount } from "../../ui/format-number.ts";
import type { Plane } from "./tensor-plane.ts";

/** Which two dimensions are rows and columns, and a slider for each of the others. Nothing for up to two dimensions. */
export function PlanePicker({
  shape,
  plane,
  onChange,
}: {
  shape: readonly number[];
  plane: Plane;
  onChange: (plane: Plane) => void;
}) {
  if (shape.length < 3) return null;
  const options = shape.map((size, dim) => ({ value: String(dim), label: `dim ${dim} (${formatCount(size)})` }));
  const { rows, columns, at } = plane;
  function choose(name: "rows" | "columns", dim: number) {
    const other = name === "rows" ? "columns" : "rows";
    // The two swap where both would be the same.
    onChange({ ...plane, [name]: dim, ...(plane[other] === dim && { [other]: plane[name] }) });
  }
  return (
    <div className="grid gap-1 text-xs">
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-2">Rows</span>
        <Select
          label="Rows"
          size="sm"
          value={String(rows)}
          options={options}
          onChange={(dim) => choose("rows", Number(dim))}
        />
        <span className="text-2">Columns</span>
        <Select
          label="Columns"
          size="sm"
          value={String(columns)}
          options={options}
          onChange={(dim) => choose("columns", Number(dim))}
        />
      </div>
      {shape.map((size, dim) =>
        dim === rows || dim === columns || size < 2 ? null : (
          <div key={dim} className="flex items-center gap-2">
            <span className="w-11 shrink-0 text-2">dim {dim}</span>
            <Slider
              label={`Place in dimension ${dim}`}
              value={at[dim]!}
              min={0}
              max={size - 1}
              step={1}
              onChange={(next) => onChange({ ...plane, at: at.map((each, index) => (index === dim ? next : each)) })}
            />
            <span className="shrink-0 text-right tabular-nums text-2">
              {formatCount(at[dim]!)} of 0 – {formatCount(size - 1)}
            </span>
          </div>
        ),
      )}
    </div>
  );
}
