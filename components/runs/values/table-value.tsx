import { formatQuantity } from "../../ui/format-number.ts";
import { FirstRows, Grid } from "./table-rows";
import type { ValueProps } from "./value-props.ts";
import { CloseTable } from "./viewers";

/** A table to page through, sort and filter. On a node: three rows of the first columns. */
export function TableValue({ preview, record, size }: ValueProps<"table">) {
  const { columns, rows, rowCount } = preview;
  const extent = `${formatQuantity(rowCount, "row")}, ${formatQuantity(columns.length, "column")}`;
  if (size === "node") {
    return (
      <div className="overflow-hidden">
        <Grid columns={columns.slice(0, 3)} rows={rows.slice(0, 3)} size={size} />
        <p className="truncate px-2 pb-1 text-2xs text-3">{extent}</p>
      </div>
    );
  }
  return "artifact" in record ? (
    <CloseTable preview={preview} artifact={record.artifact} size={size} />
  ) : (
    <FirstRows preview={preview} size={size} />
  );
}
