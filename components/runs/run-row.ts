import type { RouterOutputs } from "#components/trpc";

export type RunsPage = RouterOutputs["runs"]["list"];
export type RunRow = RunsPage["items"][number];

/** A run as it is now, and whether it is among those that the list asks for. */
export type RunChange = { row: RunRow; isMatch: boolean };
