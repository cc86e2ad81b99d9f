import type { ChartSeries } from "./chart-series.ts";

/** The series of a chart with what each comes to; a press hides one, or shows it again. The last one stays. */
export function ChartLegend({
  series,
  hidden,
  wordsOf,
  onToggle,
}: {
  series: readonly ChartSeries[];
  hidden: ReadonlySet<string>;
  wordsOf: (series: ChartSeries) => string;
  onToggle: (name: string) => void;
}) {
  return (
    <ul className="flex flex-wrap gap-x-1 text-xs">
      {series.map((one) => (
        <li key={one.name}>
          <button
            type="button"
            aria-pressed={!hidden.has(one.name)}
            onClick={() => onToggle(one.name)}
            className="group inline-flex h-sm items-center gap-1.5 rounded-2 px-1.5 text-2 hover:bg-hover"
          >
            <span
              aria-hidden
              className="size-2.5 rounded-1 border group-aria-[pressed=false]:bg-transparent!"
              style={{ background: `var(${one.colour})`, borderColor: `var(${one.colour})` }}
            />
            <span className="group-aria-[pressed=false]:line-through">{one.name}</span>
            <span className="tabular-nums text-3">{wordsOf(one)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
