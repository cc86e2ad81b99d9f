"use client";
import { useId, useState } from "react";
import { CopyButton } from "#components/ui/copy-button";
import { Switch } from "#components/ui/switch";
import { type ChartTable, toCsv } from "./chart-csv.ts";
import { ChartTableView } from "./chart-table";

/** A chart with its title, its numbers as a table in its place, and a copy of them. Where there are none it says so. */
export function ChartCard({
  title,
  note,
  table,
  empty,
  children,
}: {
  title: string;
  note?: React.ReactNode;
  table: ChartTable;
  /** In the place of the chart; null where there is something to draw. */
  empty: string | null;
  children: React.ReactNode;
}) {
  const id = useId();
  const [isTable, setTable] = useState(false);
  return (
    <section
      aria-labelledby={id}
      className="flex min-w-0 flex-col rounded-3 border border-line bg-node px-4 pb-3 pt-2.5"
    >
      <div className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id={id} className="min-w-0 text-sm">
          {title}
        </h2>
        {note && <span className="text-xs text-3">{note}</span>}
        {empty === null && (
          <div className="ml-auto flex items-center gap-2 text-xs text-2">
            <CopyButton label={`Copy “${title}” as CSV`} text={toCsv(table)} />
            <span aria-hidden>Table</span>
            <Switch label={`“${title}” as a table`} isOn={isTable} onChange={setTable} />
          </div>
        )}
      </div>
      {empty !== null ? (
        <p className="grid min-h-24 flex-1 content-center text-center text-2">{empty}</p>
      ) : isTable ? (
        <div className="mt-2">
          <ChartTableView label={`${title}, numbers`} table={table} />
        </div>
      ) : (
        children
      )}
    </section>
  );
}
