import type { OpenApproval } from "./approval-data.ts";

/** Questions of one step stand together, so that a list can be answered at once. In the order in which they came. */
export function groupApprovals<T extends Pick<OpenApproval, "runId" | "nodeId">>(approvals: readonly T[]): T[][] {
  const groups = new Map<string, T[]>();
  for (const approval of approvals) {
    const key = `${approval.runId} ${approval.nodeId}`;
    const group = groups.get(key);
    if (group) group.push(approval);
    else groups.set(key, [approval]);
  }
  return [...groups.values()];
}
