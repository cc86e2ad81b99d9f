"use client";
import { ScrollRegion } from "#components/ui/scroll-region";
import { Select } from "#components/ui/select";
import type { TableDifference } from "#graph/value-differences";
import { ContentFailed } from "../../runs/values/content-state";
import { printable } from "../../runs/values/text-lines.ts";
import { formatCount, formatQuantity } from "../../ui/format-number.ts";
import type { DifferenceProps } from "../difference-view";
import { differenceWords } from "../difference-words.ts";
import { SideBadge } from "../side-badge";
import { useDifference } from "../use-difference.ts";
import { useShown } from "../use-shown.ts";

const BY_PLACE = "by place";

/** Rows that differ, found by their place or by the cells of a column; cells that changed are marked. */
export function TableDiff({ difference: byPlace, place }: DifferenceProps & { difference: TableDifference }) {
  const [shown, setKey] = useShown(place, "rows");
  const key = shown !== null && byPlace.columns.includes(shown) ? shown : null;
  const byKey = useDifference(place, { key });
  const difference = key === null ? byPlace : byKey.data;
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      {byPlace.columns.length > 0 && (
        <div className="flex items-center gap-2 text-xs text-2">
          Find rows
          <Select
            label="How rows are found"
            size="sm"
            className="max-w-60"
            value={key === null ? BY_PLACE : `column ${byPlace.columns.indexOf(key)}`}
            options={[
              { value: BY_PLACE, label: "by their place" },
              ...byPlace.columns.map((name, index) => ({
                value: `column ${index}`,
                label: `by ${printable(name) || "the column without a name"}`,
              })),
            ]}
            onChange={(next) => setKey(next === BY_PLACE ? null : byPlace.columns[Number(next.slice(7))]!)}
          />
        </div>
      )}
      {byKey.error && key !== null && (
        <ContentFailed label="comparison" error={new Error(byKey.error.message)} onRetry={() => void byKey.refetch()} />
      )}
      {difference?.kind === "table" ? (
        <Rows difference={difference} />
      ) : (
        <p className="text-xs text-2">{difference ? differenceWords(difference).words : "Comparing…"}</p>
      )}
    </div>
  );
}

function Rows({ difference }: { difference: TableDifference }) {
  const {
    columns,
    columnsOnlyA,
    columnsOnlyB,
    retyped,
    rowCounts,
    changedRows,
    changedCells,
    onlyA,
    onlyB,
    rows,
    comparedRows,
  } = difference;
  const notes = [
    `${formatQuantity(rowCounts[0], "row")} in A, ${formatCount(rowCounts[1])} in B`,
    changedRows > 0 && `${formatQuantity(changedCells, "cell")} in ${formatQuantity(changedRows, "row")} changed`,
    onlyA > 0 && `${formatQuantity(onlyA, "row")} only in A`,
    onlyB > 0 && `${formatQuantity(onlyB, "row")} only in B`,
    columnsOnlyA.length > 0 && `columns only in A: ${columnsOnlyA.slice(0, 10).map(printable).join(", ")}`,
    columnsOnlyB.length > 0 && `columns only in B: ${columnsOnlyB.slice(0, 10).map(printable).join(", ")}`,
    retyped.length > 0 &&
      `types changed: ${retyped.map(({ name, a, b }) => `${printable(name)} from ${a} to ${b}`).join(", ")}`,
    comparedRows !== undefined && `the first ${formatCount(comparedRows)} rows were compared`,
  ];
  const all = changedRows + onlyA + onlyB;
  return (
    <>
      <p className="text-xs tabular-nums text-2 wrap-anywhere">{notes.filter(Boolean).join("; ")}.</p>
      {rows.length > 0 && (
        <ScrollRegion label="Rows that differ" className="max-h-96 rounded-3 border border-line">
          <table className="w-full border-separate border-spacing-0 text-xs">
            <thead>
              <tr className="text-left text-3 *:sticky *:top-0 *:h-7 *:whitespace-nowrap *:border-b *:border-line *:bg-node *:px-2.5 *:font-medium">
                <th scope="col">Row</th>
                <th scope="col">Run</th>
                {columns.map((name, index) => (
                  <th key={index} scope="col">
                    {printable(name)}
                  </th>
                ))}
              </tr>
            </thead>
            {rows.map(({ row, a, b, changed }, index) => (
              <tbody key={index}>
                {(["A", "B"] as const).map((side) => {
                  const cells = side === "A" ? a : b;
                  if (!cells) return null;
                  return (
                    <tr key={side} className="*:h-7 *:border-b *:border-line *:px-2.5">
                      <th scope="row" className="text-left font-normal tabular-nums text-2">
                        {printable(row)}
                      </th>
                      <td>
                        <SideBadge side={side} />
                      </td>
                      {cells.map((cell, at) => (
                        <td
                          key={at}
                          data-changed={changed.includes(at) || undefined}
                          className="max-w-60 truncate tabular-nums data-changed:bg-(--state-warn-soft) data-changed:font-medium"
                        >
                          {cell === null ? <span className="text-3">empty</span> : printable(cell)}
                        </td>
                      ))}
                    </tr>
                  );
                })}
              </tbody>
            ))}
          </table>
        </ScrollRegion>
      )}
      {rows.length < all && (
        <p className="text-xs text-2">
          The first {formatCount(rows.length)} of {formatQuantity(all, "row")} that differ.
        </p>
      )}
    </>
  );
}
