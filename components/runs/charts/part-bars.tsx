import Link from "next/link";
import { classes } from "../../ui/classes.ts";
import { rowKeys } from "../../ui/list-keys.ts";
import type { PartBar } from "./part-charts.ts";

/** Bars side by side with what they stand for, the longest first; each leads to the runs behind it. */
export function PartBars({ bars, hrefOf }: { bars: readonly PartBar[]; hrefOf: (bar: PartBar) => string }) {
  const longest = Math.max(...bars.map(({ value }) => value), 1e-9);
  return (
    <ul data-rows className="mt-1 grid">
      {bars.map((bar) => {
        const title = [bar.name, bar.of].filter(Boolean).join(", ");
        return (
          <li key={bar.key} className="min-w-0">
            <Link
              href={hrefOf(bar)}
              {...rowKeys}
              className="focus-inset -mx-2 grid gap-1 rounded-2 px-2 py-1.5 text-xs hover:bg-hover"
            >
              <span className={classes("flex min-w-0 items-baseline gap-x-2", bar.isOfShort && "max-sm:flex-wrap")}>
                <span className={classes("flex min-w-0 items-baseline gap-2", bar.isOfShort && "max-sm:w-full")}>
                  {/* Of two long ones it is the workflow whose end can be missed. */}
                  <span
                    className={classes(
                      "truncate font-medium",
                      bar.of && !bar.isOfShort ? "max-w-3/4 shrink-0" : "min-w-0",
                    )}
                    title={title}
                  >
                    {bar.name}
                  </span>
                  {bar.of && (
                    <span className={classes("truncate text-3", bar.isOfShort ? "shrink-0" : "min-w-12 shrink-[3]")}>
                      {bar.of}
                    </span>
                  )}
                </span>
                <span className={classes("ml-auto shrink-0 tabular-nums text-2", bar.isOfShort && "max-sm:ml-0")}>
                  {bar.words}
                </span>
              </span>
              <span aria-hidden className="flex h-2">
                <span className="rounded-1 bg-danger" style={{ width: `${(bar.bad / longest) * 100}%` }} />
                <span
                  className="rounded-1 bg-bar-2"
                  style={{ width: `${((bar.value - bar.bad) / longest) * 100}%`, minWidth: 2 }}
                />
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
