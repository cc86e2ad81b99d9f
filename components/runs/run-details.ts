import type { RouterOutputs } from "#components/trpc";

export type RunDetails = RouterOutputs["runs"]["get"];
