"use client";
import { useState } from "react";
import { isRecordedList, type RecordedFlow, type RecordedList } from "#graph/recorded-values";
import { Button } from "#components/ui/button";
import { formatCount, formatQuantity, formatValue } from "../../ui/format-number.ts";
import { formatFraction } from "./format-fraction.ts";

const ROWS_A_PAGE = 20;

/** Short values one below the other, with their place in the list. */
export function ListRows({ list }: { list: RecordedList }) {
  const [shown, setShown] = useState(ROWS_A_PAGE);
  const rows = list.items.slice(0, shown);
  return (
    <div className="grid gap-1.5 text-xs">
      <ol className="overflow-hidden rounded-3 border border-line bg-node">
        {rows.map((item, index) => (
          <li key={index} className="flex min-h-7 items-center gap-3 border-line px-2.5 not-first:border-t">
            <span className="w-8 shrink-0 text-right tabular-nums text-3">{formatCount(index + 1)}</span>
            <span className="min-w-0 flex-1 py-1 wrap-anywhere">
              <ShortValue item={item} />
            </span>
          </li>
        ))}
      </ol>
      <p className="flex items-center gap-2 text-3">
        {formatQuantity(list.count, "item")}
        {list.items.length > shown && (
          <Button size="sm" variant="quiet" onClick={() => setShown(shown + 100)}>
            Show more
          </Button>
        )}
      </p>
    </div>
  );
}

function ShortValue({ item }: { item: RecordedFlow | null }) {
  if (item === null || isRecordedList(item)) return <span className="text-3">Nothing came out</span>;
  const { preview } = item;
  switch (preview.kind) {
    case "number":
      return (
        <span className="tabular-nums">
          {typeof preview.value === "number" ? formatValue(preview.value, 6) : preview.value}
        </span>
      );
    case "boolean":
      return String(preview.value);
    case "text":
      return <span dir="auto">{preview.text}</span>;
    case "classification": {
      const [top] = preview.labels;
      if (!top) return <span className="text-3">No class</span>;
      return (
        <span className="flex items-center gap-2">
          <span dir="auto" className="min-w-0 flex-1 truncate font-medium">
            {top.label}
          </span>
          <span aria-hidden className="h-1 w-16 overflow-hidden rounded-full bg-line">
            <span className="block h-full bg-bar" style={{ width: `${top.probability * 100}%` }} />
          </span>
          <span className="tabular-nums text-2">{formatFraction(top.probability)}</span>
        </span>
      );
    }
    default:
      return null;
  }
}
