"use client";
import { Columns3 } from "lucide-react";
import { useId } from "react";
import { Button } from "#components/ui/button";
import { Checkbox } from "#components/ui/checkbox";
import { Popover } from "#components/ui/popover";
import { fixedColumns, type RunColumn, runColumns, usualColumns } from "./run-columns.ts";

/** Which columns the list has. */
export function ColumnsMenu({
  columns,
  onChange,
}: {
  columns: readonly RunColumn[];
  onChange: (columns: readonly RunColumn[]) => void;
}) {
  const id = useId();
  return (
    <Popover
      label="Columns"
      align="end"
      trigger={
        <Button icon={Columns3} className="max-sm:hidden">
          Columns
        </Button>
      }
    >
      <ul className="grid gap-1.5 text-sm">
        {runColumns
          .filter((column) => !fixedColumns.includes(column.id))
          .map((column) => (
            <li key={column.id} className="flex h-6 items-center gap-2">
              <Checkbox
                id={`${id}-${column.id}`}
                isChecked={columns.includes(column.id)}
                onChange={(isThere) =>
                  onChange(isThere ? [...columns, column.id] : columns.filter((one) => one !== column.id))
                }
              />
              <label htmlFor={`${id}-${column.id}`}>{column.title}</label>
            </li>
          ))}
      </ul>
      <Button variant="quiet" size="sm" className="mt-2 w-full" onClick={() => onChange(usualColumns)}>
        The usual ones
      </Button>
    </Popover>
  );
}
