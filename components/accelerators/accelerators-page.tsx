"use client";
import { useQuery } from "@tanstack/react-query";
import { Gauge } from "lucide-react";
import { PageHeader } from "#components/shell/page-header";
import { type RouterOutputs, useTRPC } from "#components/trpc";
import { EmptyState } from "#components/ui/empty-state";
import { RelativeTime } from "#components/ui/relative-time";
import { StatusGlyph } from "#components/ui/status-glyph";
import { formatDuration } from "../ui/format-duration.ts";
import { deviceName } from "./device-name.ts";
import type { Placement } from "./placement-words.ts";
import { PlacementsSection } from "./placements-section";
import { remedyOf } from "./remedy-of.ts";

type Worker = RouterOutputs["accelerators"]["list"][number];
type Report = Worker["accelerators"][number];

/** What each worker proved with a model of one node when it started, and the error text of what did not work. */
export function AcceleratorsPage({ initial, placements }: { initial: Worker[]; placements: Placement[] }) {
  const trpc = useTRPC();
  const { data: workers } = useQuery(
    trpc.accelerators.list.queryOptions(undefined, { initialData: initial, refetchInterval: 10_000 }),
  );
  return (
    <>
      <PageHeader title="Accelerators" />
      {workers.length === 0 ? (
        <EmptyState icon={Gauge} title="No worker has reported yet">
          A worker tries each accelerator with a small model when it starts. Start one with npm run worker; this page
          shows it by itself.
        </EmptyState>
      ) : (
        <div className="min-h-0 flex-1 overflow-y-auto px-6 py-4 max-sm:px-4">
          <div className="grid max-w-[760px] gap-4">
            {workers.map(({ worker, accelerators }) => (
              <section
                key={worker.id}
                aria-label={worker.name}
                className="overflow-hidden rounded-3 border border-line bg-node"
              >
                <header className="flex items-baseline gap-2 px-4 pb-2.5 pt-3.5">
                  <h2 className="truncate text-md">{worker.name}</h2>
                  <span className="ml-auto shrink-0 text-xs text-3">
                    seen <RelativeTime time={worker.seenAt} />
                  </span>
                </header>
                <ul>
                  {accelerators.map((report) => (
                    <ReportRow key={report.device} report={report} />
                  ))}
                </ul>
              </section>
            ))}
            <PlacementsSection initial={placements} />
          </div>
        </div>
      )}
    </>
  );
}

function ReportRow({ report }: { report: Report }) {
  const { device, available, reason } = report;
  const remedy = available ? null : remedyOf(report);
  return (
    <li className="flex items-start gap-2.5 border-t border-line px-4 py-2.5">
      <StatusGlyph status={available ? "succeeded" : "skipped"} size={16} className="mt-0.5" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium">{deviceName(device)}</span>
          <span className="text-xs tabular-nums text-2 sm:ml-auto">
            {available ? figuresOf(report) : "Not available"}
          </span>
        </p>
        {reason && (
          <p
            className={
              available
                ? "mt-0.5 wrap-anywhere text-xs text-2"
                : "mono mt-1 max-h-40 overflow-y-auto whitespace-pre-wrap wrap-anywhere text-xs text-2"
            }
          >
            {reason}
          </p>
        )}
        {remedy && <p className="mt-1 text-xs text-2">{remedy}</p>}
      </div>
    </li>
  );
}

function figuresOf({ provedMs, gigaflops, copyGigabytesPerS }: Report): string {
  return [
    provedMs === undefined ? "Proved" : `Proved in ${formatDuration(provedMs)}`,
    ...(gigaflops === undefined ? [] : [`${gigaflops.toLocaleString("en")} GFLOP/s`]),
    ...(copyGigabytesPerS === undefined ? [] : [`copies ${copyGigabytesPerS.toLocaleString("en")} GB/s`]),
  ].join(", ");
}
