"use client";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { Select } from "#components/ui/select";
import { TextInput } from "#components/ui/text-input";
import type { TableColumn, TableFilter } from "./use-table.ts";

const tests: { value: TableFilter["test"]; label: string; kinds: TableColumn["kind"][] }[] = [
  { value: "contains", label: "contains", kinds: ["text", "number", "date"] },
  { value: "equals", label: "is", kinds: ["text", "number", "date", "boolean"] },
  { value: "differs", label: "is not", kinds: ["text", "number", "date", "boolean"] },
  { value: "less", label: "is less than", kinds: ["text", "number", "date"] },
  { value: "more", label: "is more than", kinds: ["text", "number", "date"] },
  { value: "empty", label: "is empty", kinds: ["text", "number", "date", "boolean"] },
  { value: "filled", label: "is not empty", kinds: ["text", "number", "date", "boolean"] },
];
const MAX_FILTERS = 10;

const needsValue = (test: TableFilter["test"]) => test !== "empty" && test !== "filled";

/** What rows have to be like to be shown: chips of what holds, and a form for one more. */
export function TableFilters({
  columns,
  filters,
  onChange,
}: {
  columns: readonly TableColumn[];
  filters: readonly TableFilter[];
  onChange: (filters: TableFilter[]) => void;
}) {
  const [draft, setDraft] = useState<TableFilter | null>(null);
  const begin = () =>
    setDraft({
      column: 0,
      test: columns[0]?.kind === "number" ? "more" : columns[0]?.kind === "boolean" ? "equals" : "contains",
      value: "",
    });
  function add() {
    if (!draft || (needsValue(draft.test) && draft.value === "")) return;
    onChange([...filters, draft]);
    setDraft(null);
  }
  const kind = columns[draft?.column ?? 0]?.kind ?? "text";
  return (
    <div className="grid gap-1.5">
      <div className="flex flex-wrap items-center gap-1.5">
        {filters.map((filter, index) => (
          <button
            key={index}
            type="button"
            aria-label={`Remove the filter ${wordsOf(filter, columns)}`}
            onClick={() => onChange(filters.filter((_, at) => at !== index))}
            className="inline-flex min-h-6 max-w-full items-center gap-1 rounded-2 border border-strong bg-node px-1.5 text-xs"
          >
            <span className="truncate">{wordsOf(filter, columns)}</span>
            <X aria-hidden width={12} height={12} className="shrink-0 text-3" />
          </button>
        ))}
        {draft === null && filters.length < MAX_FILTERS && columns.length > 0 && (
          <Button size="sm" variant="quiet" icon={Plus} onClick={begin}>
            Filter
          </Button>
        )}
      </div>
      {draft && (
        <form
          aria-label="New filter"
          className="flex flex-wrap items-center gap-1.5"
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <Select
            label="Column"
            size="sm"
            className="max-w-40"
            value={String(draft.column)}
            options={columns.map(({ name }, index) => ({ value: String(index), label: name || `column ${index + 1}` }))}
            onChange={(column) => {
              const next = columns[Number(column)]!.kind;
              const fits = tests.some(({ value, kinds }) => value === draft.test && kinds.includes(next));
              setDraft({ ...draft, column: Number(column), test: fits ? draft.test : "equals" });
            }}
          />
          <Select
            label="Test"
            size="sm"
            value={draft.test}
            options={tests.filter(({ kinds }) => kinds.includes(kind))}
            onChange={(test) => setDraft({ ...draft, test })}
          />
          {needsValue(draft.test) && (
            <TextInput
              inputSize="sm"
              aria-label="Value"
              autoFocus
              className="max-w-40 flex-1"
              value={draft.value}
              placeholder={{ number: "a number", date: "2024-05-06", boolean: "true", text: "a text" }[kind]}
              onChange={(event) => setDraft({ ...draft, value: event.target.value })}
            />
          )}
          <Button type="submit" size="sm">
            Add the filter
          </Button>
          <Button size="sm" variant="quiet" onClick={() => setDraft(null)}>
            Cancel
          </Button>
        </form>
      )}
    </div>
  );
}

function wordsOf({ column, test, value }: TableFilter, columns: readonly TableColumn[]): string {
  const label = tests.find((each) => each.value === test)!.label;
  return `${columns[column]?.name ?? ""} ${label}${needsValue(test) ? ` ${value}` : ""}`;
}
