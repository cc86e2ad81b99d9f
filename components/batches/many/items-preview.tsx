import { ScrollRegion } from "#components/ui/scroll-region";
import { classes } from "../../ui/classes.ts";
import { formatQuantity } from "../../ui/format-number.ts";
import type { TableCheck } from "./table-source";

/** The first rows as the items that they become: what each input gets. */
export function ItemsPreview({ check }: { check: TableCheck }) {
  const { mapping, head, rowCount } = check;
  const inputs = Object.entries(mapping).filter(([, column]) => head.columns.includes(column));
  if (inputs.length === 0) {
    return <p className="text-2">Choose the column of at least one input; the items would all be the same.</p>;
  }
  const wrong = new Set(check.problems.map(({ row, input }) => `${row} ${input}`));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
      <ScrollRegion label="The first items" className="rounded-3 border border-line bg-node">
        <table className="w-full border-separate border-spacing-0 text-xs">
          <thead>
            <tr className="text-left text-3 *:h-[30px] *:whitespace-nowrap *:border-b *:border-line *:px-2.5 *:font-medium">
              <th scope="col">Item</th>
              {inputs.map(([input]) => (
                <th key={input} scope="col">
                  {input}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {head.rows.map((row, index) => (
              <tr key={index} className="*:h-8 *:border-b *:border-line *:px-2.5 last:*:border-0">
                <td className="whitespace-nowrap text-3">Row {index + 1}</td>
                {inputs.map(([input, column]) => {
                  const cell = row[head.columns.indexOf(column)] ?? null;
                  const isWrong = wrong.has(`${index + 1} ${input}`);
                  return (
                    <td
                      key={input}
                      dir="auto"
                      className={classes("max-w-60 truncate", isWrong ? "text-danger" : cell === null && "text-3")}
                      title={cell ?? undefined}
                    >
                      {cell ?? "empty"}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <p className="text-xs text-3">
        {rowCount > head.rows.length ? `The first ${head.rows.length} of ` : ""}
        {formatQuantity(rowCount, "row")}
      </p>
    </div>
  );
}
