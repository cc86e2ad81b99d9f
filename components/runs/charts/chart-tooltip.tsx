import { formatQuantity } from "../../ui/format-number.ts";
import { runCountOf, type RunsOverTime, type TimeChart } from "./chart-series.ts";
import { plotInset } from "./plot-options.ts";

/** What a bucket holds, beside it: on the side that has room. `place` is where it is on the axis, from 0 to 1. */
export function ChartTooltip({
  chart,
  sums,
  title,
  place,
  hint,
}: {
  chart: TimeChart;
  sums: RunsOverTime["total"];
  title: string;
  place: number;
  hint: string;
}) {
  const runs = runCountOf(sums);
  const left = `calc(${plotInset.left}px + (100% - ${plotInset.left + plotInset.right}px) * ${place})`;
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute top-2 z-10 w-max rounded-2 border border-strong bg-overlay px-2.5 py-1.5 text-xs text-1 shadow-2"
      style={{ left, transform: place > 0.5 ? "translateX(calc(-100% - 12px))" : "translateX(12px)" }}
    >
      <p className="font-medium">{title}</p>
      <ul className="mt-1 grid gap-0.5 tabular-nums">
        {chart.series.map(({ name, colour, valueOf }) => {
          const value = valueOf(sums);
          return (
            <li key={name} className="flex items-center gap-1.5">
              <span className="size-2 rounded-1" style={{ background: `var(${colour})` }} />
              <span className="text-2">{name}</span>
              <span className="ml-auto pl-4">{value === null ? "–" : chart.format(value)}</span>
            </li>
          );
        })}
      </ul>
      <p className="mt-1 text-3">
        {chart.id === "runs" ? "" : `${formatQuantity(runs, "run")}${runs > 0 ? " · " : ""}`}
        {runs > 0 && hint}
      </p>
    </div>
  );
}
