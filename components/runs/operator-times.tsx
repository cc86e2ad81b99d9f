import type { StepProfile } from "#graph/run-events";
import { formatDuration } from "../ui/format-duration.ts";
import { formatCount } from "../ui/format-number.ts";

/** Where the time of a step's models went: their operators, the costliest first. */
export function OperatorTimes({ profiles }: { profiles: readonly StepProfile[] }) {
  return (
    <div className="grid gap-5 px-4 py-3">
      {profiles.map(({ model, operators, openedAt }) => {
        const longestMs = Math.max(...operators.map(({ durationMs }) => durationMs));
        return (
          <table key={`${model} ${openedAt}`} className="w-full table-fixed text-xs">
            <caption className="pb-2 text-left text-sm">{model}</caption>
            <thead className="text-left text-3">
              <tr className="h-7">
                <th scope="col" className="font-normal">
                  Operator
                </th>
                <th scope="col" className="w-14 font-normal">
                  Device
                </th>
                <th scope="col" className="w-14 text-right font-normal">
                  Calls
                </th>
                <th scope="col" className="w-20 text-right font-normal">
                  Time
                </th>
              </tr>
            </thead>
            <tbody>
              {operators.map(({ operator, provider, calls, durationMs }) => (
                <tr key={`${operator} ${provider}`} className="h-8 border-t border-line">
                  <td className="truncate pr-3">
                    {operator}
                    <span
                      aria-hidden
                      className="mt-0.5 block h-0.5 rounded-full bg-bar"
                      style={{ width: `${(durationMs / longestMs) * 100}%` }}
                    />
                  </td>
                  <td className="truncate text-2">{provider}</td>
                  <td className="text-right tabular-nums text-2">{formatCount(calls)}</td>
                  <td className="text-right tabular-nums">{formatDuration(durationMs)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        );
      })}
    </div>
  );
}
