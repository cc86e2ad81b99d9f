"use client";
import Link from "next/link";
import { useState } from "react";
import type { NodeRunState } from "#graph/run-events";
import { formatRelative } from "../ui/format-time.ts";
import { formatCount } from "../ui/format-number.ts";
import { formatDuration } from "../ui/format-duration.ts";
import { type PortWords, reasonSentence } from "./reuse-words.ts";

/** Where a step's result is from when it did not run, why it ran when it did, and what a check of a kept result found. */
export function StepReuse({ node, words }: { node: NodeRunState; words: PortWords }) {
  const [now] = useState(() => new Date());
  const { cached, why, mismatch } = node;
  if (!cached && !why && !mismatch) return null;
  return (
    <div className="grid shrink-0 gap-1 px-4 pb-2 text-xs text-2">
      {cached && (
        <p data-status="cached">
          <span className="font-medium text-state">Cached</span>: taken from{" "}
          {cached.runNumber === undefined ? (
            "an earlier run"
          ) : (
            <Link href={`/runs/${cached.runId}`}>run {formatCount(cached.runNumber)}</Link>
          )}
          , <span suppressHydrationWarning>{formatRelative(new Date(cached.at), now)}</span>. That spared{" "}
          {formatDuration(cached.savedMs)}.
        </p>
      )}
      {why && <p>{reasonSentence(why, words)}</p>}
      {mismatch && (
        <p role="alert" data-status="warned" className="text-state">
          The result that was kept
          {mismatch.cached.runNumber === undefined ? "" : ` since run ${formatCount(mismatch.cached.runNumber)}`} is
          another at {mismatch.ports.map((port) => `“${port}”`).join(", ") || "its error port"}, so it was dropped. If
          this node does not give the same each time, turn its cache off.
        </p>
      )}
    </div>
  );
}
