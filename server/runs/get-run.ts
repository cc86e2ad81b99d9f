import "#server-only";
import type { JsonValue } from "../../graph/json.ts";
import type { RunState, RunStatus } from "../../graph/run-events.ts";
import type { Graph } from "../../graph/schema.ts";
import { notBuilt } from "../not-built.ts";
import type { ServiceContext } from "../service-context.ts";

export type RunDetails = {
  id: string;
  number: number;
  workflowId: string;
  workflowTitle: string;
  version: number;
  graph: Graph;
  inputs: Record<string, JsonValue>;
  status: RunStatus;
  startedBy: { id: string; name: string };
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  attempt: number;
  /** Folded from the events up to `lastSeq`: go on watching from there. */
  state: RunState;
  lastSeq: number;
};

/** @throws AppError NOT_FOUND for an unknown and another workspace's run alike. */
export async function getRun(_context: ServiceContext, _args: { runId: string }): Promise<RunDetails> {
  return notBuilt();
}
