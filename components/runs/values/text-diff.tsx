"use client";
import { useMemo } from "react";
import { formatQuantity } from "../../ui/format-number.ts";
import { diffRows, type DiffPart, type DiffRow } from "./diff-rows.ts";
import { printable } from "./text-lines.ts";
import { VirtualRows } from "./virtual-rows";

const looks = {
  added: { sign: "+", words: "added", className: "bg-(--state-ok-soft)", mark: "bg-(--frame-green-line)/60" },
  removed: { sign: "−", words: "removed", className: "bg-(--state-danger-soft)", mark: "bg-(--frame-red-line)/60" },
  same: { sign: " ", words: "", className: "", mark: "" },
} as const;

/** How a text became another one: lines that went and came, with the words that changed in them. */
export function TextDiff({
  before,
  after,
  label = "Differences",
  maxHeightPx = 320,
}: {
  before: string;
  after: string;
  label?: string;
  maxHeightPx?: number | string;
}) {
  const rows = useMemo(() => diffRows(before, after), [before, after]);
  if (before === after) return <p className="text-xs text-2">The two texts are the same.</p>;
  if (!rows) {
    return <p className="text-xs text-2">The texts differ in too many lines to be compared here. Download both.</p>;
  }
  const count = (kind: DiffRow["kind"]) => rows.filter((row) => row.kind === kind).length;
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1">
      <p className="text-xs tabular-nums text-2">
        {formatQuantity(count("removed"), "line")} removed, {formatQuantity(count("added"), "line")} added
      </p>
      <VirtualRows
        label={label}
        count={rows.length}
        rowPx={20}
        isMeasured
        maxHeightPx={maxHeightPx}
        className="mono rounded-3 border border-line bg-node text-xs"
        renderRow={(index) => <Row row={rows[index]!} />}
      />
    </div>
  );
}

function Row({ row }: { row: DiffRow }) {
  if (row.kind === "folded") {
    return <div className="bg-sunken px-3 leading-5 text-3">{formatQuantity(row.count, "line")} the same in both</div>;
  }
  const { sign, words, className, mark } = looks[row.kind];
  const parts: DiffPart[] = row.kind === "same" ? [{ text: row.text, isChanged: false }] : row.parts;
  return (
    <div className={`flex leading-5 ${className}`}>
      <span aria-hidden className="w-9 shrink-0 select-none text-right text-2xs leading-5 text-3">
        {"before" in row ? row.before : ""}
      </span>
      <span aria-hidden className="w-9 shrink-0 select-none text-right text-2xs leading-5 text-3">
        {"after" in row ? row.after : ""}
      </span>
      <span aria-hidden className="w-6 shrink-0 select-none text-center">
        {sign}
      </span>
      <span className="min-w-0 flex-1 whitespace-pre-wrap wrap-anywhere pr-3">
        {words && <span className="sr-only">{words}: </span>}
        {parts.map((part, index) => (
          <span key={index} className={part.isChanged ? mark : undefined}>
            {printable(part.text) || "\u200b"}
          </span>
        ))}
      </span>
    </div>
  );
}
