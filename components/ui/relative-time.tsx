"use client";
import { useEffect, useState } from "react";
import { formatAbsolute, formatRelative } from "./format-time.ts";
import { Tooltip } from "./tooltip";

/** A time as people tell it, kept true while the page stands; the exact one is in the tooltip. */
export function RelativeTime({ time }: { time: Date }) {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <Tooltip content={<span suppressHydrationWarning>{formatAbsolute(time)}</span>}>
      {/* The server's clock and time zone are not the reader's. */}
      <time dateTime={time.toISOString()} suppressHydrationWarning className="whitespace-nowrap tabular-nums">
        {formatRelative(time, now)}
      </time>
    </Tooltip>
  );
}
