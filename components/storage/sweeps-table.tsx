import { RelativeTime } from "#components/ui/relative-time";
import { formatBytes } from "../ui/format-bytes.ts";
import { formatDuration } from "../ui/format-duration.ts";
import { formatCount } from "../ui/format-number.ts";
import type { Sweep } from "./storage-page";

/** What the rules removed lately. */
export function SweepsTable({ sweeps }: { sweeps: readonly Sweep[] }) {
  return (
    <div className="overflow-hidden rounded-3 border border-line bg-node">
      <table className="w-full text-xs">
        <thead>
          <tr className="h-[30px] border-b border-line text-left text-3">
            <th className="pl-4 font-medium">When</th>
            <th className="text-right font-medium">Runs removed</th>
            <th className="text-right font-medium">Freed</th>
            <th className="pr-4 text-right font-medium">Took</th>
          </tr>
        </thead>
        <tbody>
          {sweeps.map((sweep) => (
            <tr key={sweep.id} className="h-8 border-b border-line tabular-nums last:border-0">
              <td className="pl-4">
                <RelativeTime time={sweep.startedAt} />
              </td>
              <td className="text-right">{formatCount(sweep.removedRuns)}</td>
              <td className="text-right">{formatBytes(sweep.freedBytes)}</td>
              <td className="pr-4 text-right text-2">
                {sweep.endedAt ? formatDuration(sweep.endedAt.getTime() - sweep.startedAt.getTime()) : "goes on"}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
