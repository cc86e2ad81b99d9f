"use client";
import { Select } from "#components/ui/select";
import type { Columns, TableCheck } from "./table-source";

/** Not a column: a name that no column has, since names of columns are not blank. */
const SHARED = " ";

/** Which column each input takes its values from, or that all items share one. Of inputs that take files, cells name them. */
export function ColumnMapping({
  check: { columns, mappable },
  mapping,
  onChange,
}: {
  check: TableCheck;
  mapping: Columns;
  onChange: (columns: Columns) => void;
}) {
  if (mappable.length === 0) {
    return <p className="text-2">No input of this workflow can be given by the cells of a table. Use files instead.</p>;
  }
  const options = [
    { value: SHARED, label: "The same for all items" },
    ...columns.slice(0, 500).map(({ name, type }) => ({ value: name, label: `${name} (${type})` })),
  ];
  function choose(input: string, column: string) {
    const { [input]: _before, ...others } = mapping;
    onChange(column === SHARED ? others : { ...others, [input]: column });
  }
  return (
    <fieldset className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <legend className="mb-1.5 font-medium">Columns</legend>
      {mappable.map(({ name: input, isFile }) => (
        <div key={input} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] items-center gap-3">
          <span className="truncate text-2" title={input}>
            {input}
            {isFile && <span className="text-3">, names of files</span>}
          </span>
          <Select
            label={`Column for ${input}`}
            value={mapping[input] ?? SHARED}
            options={options}
            onChange={(column) => choose(input, column)}
          />
        </div>
      ))}
    </fieldset>
  );
}
