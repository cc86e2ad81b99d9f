"use client";
import Link from "next/link";
import { useEffect, useState } from "react";

/** Until then a page has the processor to itself. */
const AHEAD_AFTER_MS = 3_000;

/**
 * A link whose page is fetched ahead of a click, but after the page that it is left from, or as soon as one goes for it.
 * Next's own fetches while the page that it is on still opens.
 */
export function AheadLink(props: Omit<React.ComponentProps<typeof Link>, "prefetch" | "onPointerEnter" | "onFocus">) {
  const [isAhead, setAhead] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setAhead(true), AHEAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  const begin = () => setAhead(true);
  return <Link {...props} prefetch={isAhead ? null : false} onPointerEnter={begin} onFocus={begin} />;
}
