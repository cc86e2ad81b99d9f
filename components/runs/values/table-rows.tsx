import { ScrollRegion } from "#components/ui/scroll-region";
import { classes } from "../../ui/classes.ts";
import { formatQuantity, formatValue } from "../../ui/format-number.ts";
import type { PreviewSize, ValueProps } from "./value-props.ts";

type Preview = ValueProps<"table">["preview"];
type Columns = Preview["columns"];
type Rows = Preview["rows"];

/** What the record holds: where the whole table is not yet there, or is gone. */
export function FirstRows({ preview: { columns, rows, rowCount }, size }: { preview: Preview; size: PreviewSize }) {
  const extent = `${formatQuantity(rowCount, "row")}, ${formatQuantity(columns.length, "column")}`;
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1">
      <ScrollRegion label={`Table of ${extent}`} className="max-h-96 rounded-3 border border-line bg-node">
        <Grid columns={columns} rows={rows} size={size} />
      </ScrollRegion>
      <p className="text-xs text-3">
        {extent}
        {rows.length < rowCount && `, the first ${rows.length} rows are shown`}
      </p>
    </div>
  );
}

const closeCell = "h-7 max-w-48 border-b border-line px-2.5";
const cellLooks = { node: "h-5 max-w-16 px-2", panel: closeCell, large: closeCell };
const closeHead = "sticky top-0 h-9 bg-panel px-2.5";
const headLooks = { node: "h-5 max-w-16 truncate px-2", panel: closeHead, large: closeHead };

/** Plain cells, as they are given. */
export function Grid({ columns, rows, size }: { columns: Columns; rows: Rows; size: PreviewSize }) {
  const isNumeric = columns.map((_, column) => isNumericColumn(rows, column));
  return (
    <table className={classes("w-full border-separate border-spacing-0", size === "node" ? "text-2xs" : "text-xs")}>
      <thead>
        <tr>
          {columns.map((column, index) => (
            <th
              key={index}
              scope="col"
              className={classes(
                "whitespace-nowrap border-b border-line font-medium text-3",
                headLooks[size],
                isNumeric[index] ? "text-right" : "text-left",
              )}
            >
              {column.name}
              {size !== "node" && (
                <span className="mono block text-2xs font-normal leading-tight">{column.type.toLowerCase()}</span>
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {columns.map((_, column) => (
              <td
                key={column}
                className={classes("truncate tabular-nums", cellLooks[size], isNumeric[column] && "text-right")}
              >
                <Cell value={row[column] ?? null} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function isNumericColumn(rows: Rows, column: number): boolean {
  const cells = rows.map((row) => row[column] ?? null).filter((cell) => cell !== null);
  return cells.length > 0 && cells.every((cell) => typeof cell === "number");
}

function Cell({ value }: { value: string | number | boolean | null }) {
  if (value === null) return <span className="text-3">null</span>;
  return typeof value === "number" ? formatValue(value, 6) : String(value);
}
