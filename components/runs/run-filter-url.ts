import { z } from "zod";
import type { RunFilter } from "./run-row.ts";

const statusSchema = z.enum(["queued", "running", "waiting", "succeeded", "failed", "cancelled"]);

/** The filter that an address asks for; what is no filter is left out. */
export function readRunFilter(search: { status?: unknown; workflow?: unknown }): RunFilter {
  const status = statusSchema.safeParse(search.status);
  const workflowId = z.uuid().safeParse(search.workflow);
  return { ...(status.success && { status: status.data }), ...(workflowId.success && { workflowId: workflowId.data }) };
}

/** "/runs?status=failed&workflow=…" */
export function runsAddress({ status, workflowId }: RunFilter): string {
  const search = new URLSearchParams({
    ...(status && { status }),
    ...(workflowId && { workflow: workflowId }),
  }).toString();
  return search ? `/runs?${search}` : "/runs";
}
