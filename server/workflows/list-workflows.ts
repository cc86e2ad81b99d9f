import type { RunStatus } from "../../graph/run-events.ts";
import { notBuilt } from "../not-built.ts";
import type { ServiceContext } from "../service-context.ts";

export type WorkflowRow = {
  id: string;
  title: string;
  description: string;
  updatedAt: Date;
  version: number;
  nodeCount: number;
  lastRun: { id: string; status: RunStatus; createdAt: Date } | null;
};

/** The workspace's workflows, last changed first. */
export async function listWorkflows(_context: ServiceContext): Promise<WorkflowRow[]> {
  return notBuilt();
}
