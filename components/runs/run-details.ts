import type { RouterOutputs } from "#components/trpc";

export type RunDetails = RouterOutputs["runs"]["get"];

/** Of a run what its page shows to everyone, guests as well: they are not told who started it. */
export type RunShown = Pick<
  RunDetails,
  | "id"
  | "number"
  | "workflowTitle"
  | "version"
  | "graph"
  | "subGraphs"
  | "inputs"
  | "part"
  | "base"
  | "noCache"
  | "createdAt"
  | "startedAt"
  | "finishedAt"
  | "state"
  | "lastSeq"
> & { startedBy: { name: string } | null };
