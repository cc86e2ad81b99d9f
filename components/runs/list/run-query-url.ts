import { z } from "zod";
import { type RunSort, runSorts } from "#graph/run-sort";

/** The query that an address asks for. Addresses from before there were queries name a status and a workflow. */
export function readRunQuery(search: { q?: unknown; status?: unknown; workflow?: unknown }): string {
  if (typeof search.q === "string") return search.q;
  const status = z.string().max(40).safeParse(search.status).data;
  const workflow = z.uuid().safeParse(search.workflow).data;
  return [status && `status:${status}`, workflow && `workflow:${workflow}`].filter(Boolean).join(" ");
}

/** The order that an address asks for; null for the newest first. */
export function readRunSort({ sort }: { sort?: unknown }): RunSort | null {
  return runSorts.find((one) => one === sort) ?? null;
}

/** "/runs?q=status:failed&sort=longest" */
export function runsAddress(query: string, sort: RunSort | null = null): string {
  const search = new URLSearchParams({ ...(query && { q: query }), ...(sort && { sort }) }).toString();
  return search ? `/runs?${search}` : "/runs";
}
