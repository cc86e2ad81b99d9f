"use client";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { Mark, TogetherStore } from "./together-store.ts";

/** "Ada changed At least, 3 s ago". */
export function MarkWords({ mark: { by, words, at, isOverruled } }: { mark: Mark }) {
  const [now, setNow] = useState(at);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.round((now - at) / 1_000));
  return (
    <>
      {by} {words}, {seconds < 1 ? "just now" : `${seconds} s ago`}
      {isOverruled && "; yours came last and stands"}
    </>
  );
}

/** The same for the chosen node, beside its form. */
export function MarkOfNode({ together, nodeId }: { together: TogetherStore; nodeId: string }) {
  const mark = useStore(together, ({ marks }) => marks[nodeId]);
  if (!mark) return null;
  return (
    <p role="status" className="mx-3.5 mb-2 rounded-2 bg-sunken px-2 py-1 text-xs text-2">
      <MarkWords mark={mark} />
    </p>
  );
}
