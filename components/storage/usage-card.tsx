import { formatBytes } from "../ui/format-bytes.ts";
import { formatCount } from "../ui/format-number.ts";
import type { StorageUsage } from "./storage-page";

/** In the order in which they stand, the darkest first. */
const shades = ["opacity-100", "opacity-80", "opacity-65", "opacity-50", "opacity-35", "opacity-20"] as const;

/** How much the workspace holds, as a bar and in numbers. */
export function UsageCard({ usage: { runs, bytes } }: { usage: StorageUsage }) {
  const parts = [
    { name: "Values of runs", sizeBytes: bytes.runs, hint: "What steps made, and profiles" },
    { name: "Records of runs", sizeBytes: bytes.records, hint: "Their graphs, events and small values" },
    { name: "Files and pins", sizeBytes: bytes.files, hint: "What people put here" },
    { name: "Tests", sizeBytes: bytes.tests, hint: "What workflows are to give" },
    { name: "Models", sizeBytes: bytes.models, hint: "" },
    { name: "Reused results", sizeBytes: bytes.cache, hint: "Of runs that are gone" },
  ];
  const total = parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return (
    <section aria-label="What the workspace holds" className="grid gap-4 rounded-3 border border-line bg-node p-4">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <span className="text-xl font-strong tabular-nums">{formatBytes(total)}</span>
        <span className="text-2 tabular-nums">
          {formatCount(runs.count)} {runs.count === 1 ? "run" : "runs"}
          {runs.starred > 0 && `, ${formatCount(runs.starred)} starred`}
        </span>
        {runs.unmeasured > 0 && (
          <span className="text-3 tabular-nums">The records of {formatCount(runs.unmeasured)} are not counted yet</span>
        )}
      </p>
      {/* What it shows stands below it in words. */}
      <div aria-hidden className="flex h-3 gap-px overflow-hidden rounded-full bg-sunken">
        {parts.map(
          ({ name, sizeBytes }, index) =>
            sizeBytes > 0 && (
              <span key={name} className={`bg-ink ${shades[index]}`} style={{ flexGrow: sizeBytes, minWidth: 3 }} />
            ),
        )}
      </div>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(150px,1fr))] gap-x-5 gap-y-3 text-xs">
        {parts.map(({ name, sizeBytes, hint }, index) => (
          <li key={name} className="grid grid-cols-[auto_1fr] content-start items-baseline gap-x-2">
            <span aria-hidden className={`size-2 rounded-1 bg-ink ${shades[index]}`} />
            <span className="flex items-baseline gap-2">
              <span className="font-medium">{name}</span>
              <span className="ml-auto tabular-nums">{formatBytes(sizeBytes)}</span>
            </span>
            {hint && <span className="col-start-2 text-3">{hint}</span>}
          </li>
        ))}
      </ul>
      <p className="text-xs text-3">
        What several need is counted once, for the first that needs it: a model, a file, a test, a run.
      </p>
    </section>
  );
}
