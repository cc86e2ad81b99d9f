"use client";
import { ChevronDown, Columns3 } from "lucide-react";
import { useState } from "react";
import { Icon } from "#components/ui/icon";
import { Popover } from "#components/ui/popover";
import { SearchList } from "#components/ui/search-list";
import type { KnownColumn } from "../columns/columns-arriving.ts";
import { useKnownColumns } from "../columns/use-known-columns.ts";
import { UnknownColumn } from "./unknown-column.tsx";
import type { FieldProps } from "./field-props.ts";

/** One column of the table that arrives. Any name may be typed; one that the table does not have is told. */
export function ColumnField({ field, value, onChange, control, isReadOnly, nodeId }: FieldProps) {
  const [isOpen, setOpen] = useState(false);
  const known = useKnownColumns(nodeId);
  const chosen = typeof value === "string" ? value : "";
  const type = known.columns.find(({ name }) => name === chosen)?.type;
  return (
    <span className="grid min-w-0 gap-1">
      <Popover
        label={`${field.title}: columns`}
        isOpen={isOpen}
        onOpenChange={setOpen}
        className="w-64"
        trigger={
          <button
            {...control}
            type="button"
            disabled={isReadOnly}
            className="flex h-sm w-full min-w-0 items-center gap-1.5 rounded-2 border border-control bg-node px-1.5 text-left text-xs aria-invalid:border-danger disabled:opacity-50"
          >
            <Icon icon={Columns3} size={12} className="text-3" />
            <span className={chosen ? "min-w-0 flex-1 truncate" : "min-w-0 flex-1 truncate text-3"}>
              {chosen || "Choose or type a column"}
            </span>
            {type && <span className="text-2xs text-3">{type}</span>}
            <Icon icon={ChevronDown} size={12} className="text-3" />
          </button>
        }
      >
        <SearchList
          label="Find or type a column"
          listLabel={known.source ? `Columns ${known.source}` : "Columns"}
          size="sm"
          search={(query) => offered(known.columns, query)}
          keyOf={({ name, isTyped }) => `${isTyped ? "typed" : "known"} ${name}`}
          emptyText="No columns are known yet: run the workflow once, or type a name."
          onChoose={({ name }) => {
            setOpen(false);
            onChange(name);
          }}
        >
          {({ name, type: its, isTyped }) => (
            <>
              <span className="min-w-0 flex-1 truncate">{isTyped ? `Use “${name}”` : name}</span>
              {its && <span className="text-2xs text-2">{its}</span>}
            </>
          )}
        </SearchList>
      </Popover>
      {chosen !== "" && <UnknownColumn name={chosen} known={known} onUse={isReadOnly ? null : onChange} />}
    </span>
  );
}

/** Known columns with the letters in their names, and the text itself where none is called just so. */
function offered(columns: readonly KnownColumn[], query: string): (KnownColumn & { isTyped?: true })[] {
  const wanted = query.trim();
  const found = columns.filter(({ name }) => name.toLowerCase().includes(wanted.toLowerCase()));
  const isNew = wanted !== "" && !columns.some(({ name }) => name === wanted);
  return isNew ? [...found, { name: wanted, isTyped: true }] : found;
}
