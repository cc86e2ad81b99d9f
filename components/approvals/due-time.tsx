"use client";
import { timeWords } from "../runs/wait-words.ts";

/** Until when an answer counts. In the reader's time zone, which the server does not know. */
export function DueTime({ dueAt }: { dueAt: Date }) {
  return (
    <time dateTime={dueAt.toISOString()} suppressHydrationWarning className="text-warn tabular-nums">
      until {timeWords(dueAt)}
    </time>
  );
}
