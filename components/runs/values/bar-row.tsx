import { Swatch } from "./swatch";
import { classes } from "../../ui/classes.ts";

/** A label, a bar and a number: one row of a direct-labelled chart. `colour` fills a swatch before the label. */
export function BarRow({
  label,
  fraction,
  value,
  isStrong = false,
  colour,
  as: Row = "li",
}: {
  label: string;
  fraction: number;
  value: string;
  isStrong?: boolean;
  colour?: string | undefined;
  /** In a list that is none of `<ul>`. */
  as?: "li" | "div";
}) {
  return (
    <Row
      {...(Row === "div" && { role: "listitem" })}
      className="grid h-[22px] grid-cols-[minmax(0,5fr)_minmax(0,6fr)_auto] items-center gap-2"
    >
      <span className="flex min-w-0 items-center gap-1.5">
        {colour && <Swatch colour={colour} />}
        <span dir="auto" className={classes("truncate", isStrong && "font-medium")} title={label}>
          {label}
        </span>
      </span>
      <span aria-hidden className="h-[5px] overflow-hidden rounded-full bg-line">
        <span
          className={classes("block h-full rounded-full", isStrong ? "bg-ink" : "bg-bar-2")}
          style={{ width: `${Math.min(1, Math.max(0, fraction)) * 100}%` }}
        />
      </span>
      <span className="text-right tabular-nums text-2">{value}</span>
    </Row>
  );
}
