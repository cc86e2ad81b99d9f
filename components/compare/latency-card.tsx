import { formatDuration } from "../ui/format-duration.ts";
import { classes } from "../ui/classes.ts";
import { signed } from "./difference-words.ts";
import { howWords, isSteady, type SideTime, type StepTime } from "./step-times.ts";

/** How long each step took in both runs, those that changed most first. */
export function LatencyCard({ times, totals }: { times: readonly StepTime[]; totals: [number | null, number | null] }) {
  const longestMs = Math.max(1, ...times.flatMap(({ a, b }) => [a?.durationMs ?? 0, b?.durationMs ?? 0]));
  const [before, after] = totals;
  return (
    <section aria-label="Latency">
      <header className="flex min-h-[42px] items-center gap-2 border-b border-line px-3.5 text-xs">
        <h2 className="text-sm">Latency</h2>
        {before !== null && after !== null && (
          <span className="ml-auto tabular-nums">
            {formatDuration(before)} → {formatDuration(after)}{" "}
            <Change changeMs={after - before} isSteady={before === after} />
          </span>
        )}
      </header>
      {times.length === 0 && <p className="px-3.5 py-3 text-xs text-2">No step has ended in either run.</p>}
      <table className="w-full text-xs">
        <thead className="sr-only">
          <tr>
            <th scope="col">Step</th>
            <th scope="col">A to B</th>
            <th scope="col">Change</th>
          </tr>
        </thead>
        <tbody>
          {times.map((time) => (
            <tr key={time.nodeId} className="*:h-9 *:px-1 first:*:pt-1 [&>:first-child]:pl-3.5 [&>:last-child]:pr-3.5">
              <th scope="row" className="w-full max-w-0 text-left font-normal">
                <span className="block truncate">{time.title}</span>
                <span className="grid gap-0.5" aria-hidden>
                  <Bar side={time.a} longestMs={longestMs} className="border border-control bg-node" />
                  <Bar side={time.b} longestMs={longestMs} className="bg-ink" />
                </span>
              </th>
              <td className="whitespace-nowrap text-right tabular-nums text-2">
                {words(time.a)} → {words(time.b)}
                {howWords(time) && <span className="block text-2xs">{howWords(time)}</span>}
              </td>
              <td className="w-16 whitespace-nowrap text-right tabular-nums">
                {time.changeMs !== null && <Change changeMs={time.changeMs} isSteady={isSteady(time)} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Bar({ side, longestMs, className }: { side: SideTime | null; longestMs: number; className: string }) {
  const share = (side?.durationMs ?? 0) / longestMs;
  return (
    <span className={classes("h-[5px] min-w-[3px] rounded-[1px]", className)} style={{ width: `${share * 100}%` }} />
  );
}

function words(side: SideTime | null): string {
  if (!side) return "–";
  return side.how === "ran" ? formatDuration(side.durationMs) : side.how;
}

function Change({ changeMs, isSteady: steady = false }: { changeMs: number; isSteady?: boolean }) {
  return (
    <span className={steady ? "text-3" : changeMs > 0 ? "font-semibold text-danger" : "font-semibold text-ok"}>
      {signed(changeMs, formatDuration)}
    </span>
  );
}
