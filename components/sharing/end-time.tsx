import { formatAbsolute } from "../ui/format-time.ts";

/** A moment to come, in the reader's time zone. */
export function EndTime({ time }: { time: Date }) {
  return (
    // The server's time zone is not the reader's.
    <time dateTime={time.toISOString()} suppressHydrationWarning className="whitespace-nowrap tabular-nums">
      {formatAbsolute(time)}
    </time>
  );
}
