import type { Graph } from "../../graph/schema.ts";
import { notBuilt } from "../not-built.ts";
import type { ServiceContext } from "../service-context.ts";

export type Workflow = {
  id: string;
  title: string;
  description: string;
  graph: Graph;
  version: number;
  updatedAt: Date;
};

/** @throws AppError NOT_FOUND for an unknown, a removed and another workspace's workflow alike. */
export async function requireWorkflow(_context: ServiceContext, _args: { workflowId: string }): Promise<Workflow> {
  return notBuilt();
}
