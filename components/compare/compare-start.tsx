"use client";
import { GitCompare } from "lucide-react";
import { EmptyState } from "#components/ui/empty-state";
import type { RunDetails } from "../runs/run-details.ts";
import { runDurationMs } from "#graph/run-duration-ms";
import { CompareHeader } from "./compare-page";

/** While one of the two runs is still to be chosen. */
export function CompareStart({
  a,
  b,
  hasNoneBefore = false,
  gone = null,
}: {
  a: RunDetails | null;
  b: RunDetails | null;
  /** The run before was asked for, and B is the first of its workflow. */
  hasNoneBefore?: boolean;
  /** The side whose run the address names, and which is not there. */
  gone?: "A" | "B" | null;
}) {
  const [before, after] = [a, b].map((run) => run && { ...run, durationMs: runDurationMs(run) });
  return (
    <>
      <CompareHeader a={before ?? null} b={after ?? null} />
      <EmptyState
        icon={GitCompare}
        title={gone ? `Run ${gone} is not there` : a || b ? "Choose the other run" : "Choose two runs"}
      >
        {gone && "It may have been deleted, or it belongs to a workspace that you are no member of. "}
        {hasNoneBefore && b && `Run ${b.number} is the first one of ${b.workflowTitle}. `}
        Above, or in the list of runs: choose two of them and press Compare. You will see what was changed between them,
        where their values differ and by how much, and which steps took longer.
      </EmptyState>
    </>
  );
}
