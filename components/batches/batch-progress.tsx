"use client";
import { itemsPerSecond } from "#graph/batch-pace";
import { type BatchItemStatus, openItems } from "#graph/batches";
import { formatCount, formatQuantity, formatValue } from "../ui/format-number.ts";
import { StatusGlyph } from "../ui/status-glyph.tsx";
import { type BatchDetails, endedItems, itemGlyphs, itemWords, leftWords, shownStatuses } from "./batch-words.ts";

/** How far the batch is, how its items stand, and when it is done; its legend filters the items. */
export function BatchProgress({
  batch,
  status,
  onStatus,
}: {
  batch: BatchDetails;
  status: BatchItemStatus | null;
  onStatus: (status: BatchItemStatus | null) => void;
}) {
  const { counts, itemCount, pace } = batch;
  const ended = endedItems(counts);
  const isGoingOn = openItems(counts) > 0 && !batch.isCancelRequested;
  const rate = itemsPerSecond(pace);
  const present = shownStatuses.filter((one) => counts[one] > 0 || one === status);
  return (
    <section aria-label="Progress" className="grid gap-2.5 pb-3">
      <p aria-live="off" className="flex flex-wrap items-baseline gap-x-3 gap-y-1 tabular-nums text-2">
        <span className="text-1">
          {formatCount(ended)} of {formatQuantity(itemCount, "item")} ended
        </span>
        {isGoingOn && rate !== null && <span>{rateWords(rate)}</span>}
        {isGoingOn && <span>{leftWords(batch)}</span>}
      </p>
      <div
        role="progressbar"
        aria-label="Items that have ended"
        aria-valuenow={Math.round((ended / itemCount) * 100)}
        className="flex h-2 overflow-hidden rounded-full border border-line bg-sunken"
      >
        {shownStatuses
          .filter((one) => one !== "queued" && counts[one] > 0)
          .map((one) => (
            <span key={one} className={bars[one]} style={{ width: `${(counts[one] / itemCount) * 100}%` }} />
          ))}
      </div>
      <div role="group" aria-label="Show items" className="flex flex-wrap gap-1.5">
        <Filter isPressed={status === null} onPress={() => onStatus(null)}>
          All <Count count={itemCount} />
        </Filter>
        {present.map((one) => (
          <Filter key={one} isPressed={status === one} onPress={() => onStatus(status === one ? null : one)}>
            <StatusGlyph status={itemGlyphs[one]} size={12} />
            {itemWords[one]} <Count count={counts[one]} />
          </Filter>
        ))}
      </div>
    </section>
  );
}

/** What went well is quiet; colour is for what goes on and what needs eyes. */
const bars: Record<BatchItemStatus, string> = {
  succeeded: "bg-[var(--text-3)]",
  failed: "bg-danger",
  running: "bg-accent",
  waiting: "bg-[var(--state-warn)]",
  queued: "",
  cancelled: "bg-[var(--border-strong)]",
  deleted: "bg-[var(--border-strong)]",
};

function rateWords(perSecond: number): string {
  if (perSecond >= 1) return `${formatValue(perSecond, 2)} items/s`;
  const perMinute = perSecond * 60;
  return perMinute >= 1 ? `${formatValue(perMinute, 2)} items/min` : `${formatValue(perMinute * 60, 2)} items/h`;
}

function Count({ count }: { count: number }) {
  return <span className="tabular-nums text-3">{formatCount(count)}</span>;
}

function Filter({
  isPressed,
  onPress,
  children,
}: {
  isPressed: boolean;
  onPress: () => void;
  children: React.ReactNode;
}) {
  return (
    <button
      type="button"
      aria-pressed={isPressed}
      onClick={onPress}
      className="inline-flex h-sm items-center gap-1.5 rounded-full border border-strong bg-node px-2.5 text-xs text-2 hover:text-1 aria-pressed:border-ink aria-pressed:bg-selected aria-pressed:text-1 pointer-coarse:h-9"
    >
      {children}
    </button>
  );
}
