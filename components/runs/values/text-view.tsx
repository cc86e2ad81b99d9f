"use client";
import { useDeferredValue, useEffect, useId, useMemo, useRef, useState } from "react";
import { Checkbox } from "#components/ui/checkbox";
import { classes } from "../../ui/classes.ts";
import { formatCount } from "../../ui/format-number.ts";
import { findMatches, MAX_MATCHES, printable, rowAt, splitRows } from "./text-lines.ts";
import { TextSearch } from "./text-search";
import { type VirtualHandle, VirtualRows } from "./virtual-rows";

const ROW_PX = 20;

/** A text of any length: in lines of which only those in view are drawn, wrapped or not, with a search through all of it. */
export function TextView({
  label,
  text,
  isMono,
  hasTools,
  maxHeightPx,
  actions,
}: {
  label: string;
  text: string;
  isMono: boolean;
  /** Without them a short text is read without anything around it. */
  hasTools: boolean;
  maxHeightPx: number | string;
  actions?: React.ReactNode;
}) {
  const wrapId = useId();
  const [isWrapped, setIsWrapped] = useState(true);
  const [wanted, setWanted] = useState("");
  const [at, setAt] = useState(0);
  const handle = useRef<VirtualHandle>(null);
  const searched = useDeferredValue(wanted);
  const rows = useMemo(() => splitRows(text), [text]);
  const matches = useMemo(() => findMatches(text, searched), [text, searched]);
  const match = matches[Math.min(at, matches.length - 1)];

  useEffect(() => {
    // At an edge a part of it is cut off.
    if (match !== undefined) handle.current?.scrollToIndex(rowAt(rows, match), { align: "center" });
  }, [match, rows]);

  const isNumbered = rows.count > 1;
  const digits = String(rows.lines[rows.count - 1] ?? 1).length;
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1.5">
      {hasTools && (
        <div className="flex min-w-0 flex-wrap items-center gap-2">
          <TextSearch
            label="Search the text"
            wanted={wanted}
            onChange={(next) => {
              setWanted(next);
              setAt(0);
            }}
            count={matches.length}
            isMore={matches.length === MAX_MATCHES}
            at={at}
            onGo={setAt}
          />
          <span className="flex min-h-6 items-center gap-1.5 text-xs text-2">
            <Checkbox id={wrapId} isChecked={isWrapped} onChange={setIsWrapped} />
            <label htmlFor={wrapId}>Wrap lines</label>
          </span>
          {actions}
        </div>
      )}
      <VirtualRows
        // Heights that were measured the other way are wrong.
        key={String(isWrapped)}
        label={label}
        count={rows.count}
        rowPx={ROW_PX}
        isMeasured={isWrapped}
        maxHeightPx={maxHeightPx}
        handle={handle}
        className={classes("rounded-3 border border-line bg-sunken py-1.5", isMono ? "mono text-xs" : "text-sm")}
        renderRow={(index) => {
          const start = rows.starts[index]!;
          const row = text.slice(start, rows.starts[index + 1]);
          const isGoingOn = index > 0 && rows.lines[index] === rows.lines[index - 1];
          return (
            <div className="flex min-w-full px-3 leading-5">
              {isNumbered && (
                <span
                  aria-hidden
                  className="mono mr-3 shrink-0 select-none text-right text-2xs leading-5 text-3"
                  style={{ width: `${digits}ch` }}
                >
                  {isGoingOn ? "" : rows.lines[index]}
                </span>
              )}
              <span
                dir="auto"
                className={isWrapped ? "min-w-0 flex-1 whitespace-pre-wrap wrap-anywhere" : "whitespace-pre"}
              >
                <Marked row={row} start={start} wantedLength={searched.length} matches={matches} current={match} />
              </span>
            </div>
          );
        }}
      />
      {rows.isCut && (
        <p className="text-xs text-3">
          The first {formatCount(rows.count)} lines are shown. Download the text to see all of it.
        </p>
      )}
    </div>
  );
}

/** A row with what was searched in it marked. */
function Marked({
  row,
  start,
  wantedLength,
  matches,
  current,
}: {
  row: string;
  start: number;
  wantedLength: number;
  matches: readonly number[];
  current: number | undefined;
}) {
  if (wantedLength === 0 || matches.length === 0) return printable(row) || "\u200b";
  const parts: React.ReactNode[] = [];
  let done = 0;
  for (const match of matches.slice(firstFrom(matches, start - wantedLength + 1))) {
    const from = Math.max(0, match - start);
    const to = Math.min(row.length, match - start + wantedLength);
    if (from >= row.length) break;
    if (to <= done) continue;
    parts.push(printable(row.slice(done, from)));
    parts.push(
      <mark
        key={match}
        className={
          match === current ? "bg-ink text-on-ink" : "bg-(--state-warn-soft) text-1 outline outline-(--border-control)"
        }
      >
        {printable(row.slice(from, to))}
      </mark>,
    );
    done = to;
  }
  parts.push(printable(row.slice(done)));
  return parts;
}

/** The first of the rising numbers that is not below `least`. */
function firstFrom(numbers: readonly number[], least: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
