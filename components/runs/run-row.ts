import type { RouterOutputs } from "#components/trpc";

export type RunRow = RouterOutputs["runs"]["list"]["items"][number];
export type RunsPage = RouterOutputs["runs"]["list"];
export type RunFilter = { status?: RunRow["status"]; workflowId?: string };
