import Link from "next/link";
import { formatDuration } from "../../ui/format-duration.ts";
import { formatCount, formatQuantity } from "../../ui/format-number.ts";
import { formatShare, runCountOf, type RunsOverTime } from "./chart-series.ts";

/** The window in one line: how many ran, how many of them failed, how long they took and waited. */
export function ChartsSummary({ total, words, href }: { total: RunsOverTime["total"]; words: string; href: string }) {
  const runs = runCountOf(total);
  const facts = [
    total.failed > 0 ? `${formatCount(total.failed)} failed (${formatShare(total.failed, runs)})` : "none failed",
    total.durationMs &&
      `half took up to ${formatDuration(total.durationMs.p50)}, 95 % up to ${formatDuration(total.durationMs.p95)}`,
    total.cachedSteps > 0 && `${formatShare(total.cachedSteps, total.steps)} of their steps were reused`,
  ].filter(Boolean);
  return (
    <p className="text-2">
      <Link href={href} className="font-medium text-1 underline decoration-(--border-control) underline-offset-2">
        {formatQuantity(runs, "run")}
      </Link>{" "}
      {words}: {facts.join("; ")}.
    </p>
  );
}
