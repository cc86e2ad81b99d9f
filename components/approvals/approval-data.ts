import type { RouterInputs, RouterOutputs } from "#components/trpc";

export type OpenApproval = RouterOutputs["approvals"]["list"]["items"][number];
export type RunWait = RouterOutputs["approvals"]["ofRun"][number];
export type RunApproval = Extract<RunWait, { kind: "approval" }>;
export type Answer = Pick<RouterInputs["approvals"]["answer"], "decision" | "note">;
