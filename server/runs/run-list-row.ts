import type { RunStatus } from "../../graph/run-events.ts";
import type { StepCounts } from "../db/schema/runs.ts";

/** A run as lists show it. */
export type RunListRow = {
  id: string;
  number: number;
  workflowId: string;
  workflowTitle: string;
  status: RunStatus;
  isCancelling: boolean;
  startedBy: { id: string; name: string };
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** From the start of its first attempt to its end; null until it has ended. */
  durationMs: number | null;
  stepCounts: StepCounts;
};
