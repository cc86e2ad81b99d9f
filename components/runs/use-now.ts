"use client";
import { useEffect, useState } from "react";

/** The time, renewed every `everyMs` while `isTicking`. Null until the page is in the browser: the server's clock would not match. */
export function useNow({ everyMs, isTicking }: { everyMs: number; isTicking: boolean }): number | null {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    if (!isTicking) return;
    const tick = () => setNow(Date.now());
    const first = setTimeout(tick);
    const timer = setInterval(tick, everyMs);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [everyMs, isTicking]);
  return now;
}
