import { formatCount } from "../ui/format-number.ts";

/** That the list follows what happens, and how much of it is under way. */
export function LiveDot({ liveCount, isReconnecting }: { liveCount: number; isReconnecting: boolean }) {
  if (isReconnecting) return <span>Connection lost, trying again</span>;
  if (liveCount === 0) return null;
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap tabular-nums">
      <span aria-hidden className="size-[7px] rounded-full bg-accent" />
      Live, {formatCount(liveCount)} in progress
    </span>
  );
}
