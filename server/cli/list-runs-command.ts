import { asc, eq, sql } from "drizzle-orm";
import { parseRunQuery } from "../../graph/run-query/parse-run-query.ts";
import { type RunSort, runSorts } from "../../graph/run-sort.ts";
import type { Database } from "../db/client.ts";
import { migrateDatabase } from "../db/migrate-database.ts";
import { workspaces } from "../db/schema/workspaces.ts";
import { tenantOf } from "../db/tenant.ts";
import { listRuns, type RunCursor } from "../runs/list-runs.ts";
import type { RunListRow } from "../runs/run-list-row.ts";
import { COMMAND_LINE } from "../runs/starter-name.ts";
import { readArguments } from "./read-arguments.ts";
import { UsageError } from "./usage-error.ts";
import { withDatabase } from "./with-database.ts";
import { isWorkerThere } from "./with-worker.ts";

const DEFAULT_LIMIT = 30;
const MOST = 10_000;
const PAGE = 100;

/** Lists the runs of a workspace that match a query, newest first or in another order. */
export async function listRunsCommand(args: string[]): Promise<number> {
  const asked = readArguments(args, {
    subject: "a query in quotes, or none",
    isOptional: true,
    takes: ["workspace", "sort", "limit", "json"],
  });
  refuseUnreadable(asked.subject);
  const sort = asked.sort === undefined ? undefined : parseSort(asked.sort);
  const limit = asked.limit === undefined ? DEFAULT_LIMIT : parseLimit(asked.limit);
  return await withDatabase(async ({ database, databaseUrl }) => {
    // Without a worker no server runs, and nobody may have brought the database to this release.
    if (!(await isWorkerThere(database))) await migrateDatabase(databaseUrl);
    const workspace = await findWorkspace(database, asked.workspace);
    const found = await collect(database, { workspaceId: workspace.id, query: asked.subject, sort, limit });
    if (asked.json) console.log(JSON.stringify({ workspace, ...found }, null, 2));
    else report(found);
    return 0;
  });
}

/** @throws UsageError with what is wrong with each word */
function refuseUnreadable(query: string) {
  const { problems } = parseRunQuery(query);
  if (problems.length > 0) throw new UsageError(problems.map(({ message }) => message).join("\n"));
}

type Found = { runs: RunListRow[]; hasMore: boolean };

async function collect(
  database: Database,
  asked: { workspaceId: string; query: string; sort: RunSort | undefined; limit: number },
): Promise<Found> {
  const { workspaceId, query, sort, limit } = asked;
  const context = { tenant: tenantOf(database, workspaceId), userId: COMMAND_LINE, role: "viewer" as const };
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const runs: RunListRow[] = [];
  let cursor: RunCursor | null = null;
  do {
    const page: Awaited<ReturnType<typeof listRuns>> = await listRuns(context, {
      query,
      timeZone,
      sort,
      cursor: cursor ?? undefined,
      limit: Math.min(PAGE, limit - runs.length),
      // Whoever asks here waits for the answer, however far back it lies.
      isFar: true,
    });
    runs.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && runs.length < limit);
  return { runs, hasMore: cursor !== null };
}

/** The only workspace, or the one that is named. @throws UsageError with those that there are */
async function findWorkspace(database: Database, named: string | undefined): Promise<{ id: string; name: string }> {
  const rows = database.select({ id: workspaces.id, name: workspaces.name }).from(workspaces);
  const found = await (
    named === undefined
      ? rows
      : rows.where(sql`${eq(workspaces.name, named)} or ${workspaces.id}::text = ${named.toLowerCase()}`)
  ).orderBy(asc(workspaces.name));
  const [workspace, ...others] = found;
  if (workspace && others.length === 0) return workspace;
  if (!workspace) {
    throw new UsageError(
      named === undefined
        ? "There is no workspace yet."
        : `There is no workspace with the name or id "${named}". Leave "--workspace" out to see those that there are.`,
    );
  }
  const list = found.map(({ id, name }) => `  ${id} ${name}`).join("\n");
  throw new UsageError(
    `There are ${found.length} workspaces. Name one with "--workspace", by its name or id:\n${list}`,
  );
}

function report({ runs, hasMore }: Found) {
  if (runs.length === 0) console.log("No runs match.");
  for (const run of runs) {
    const columns = [
      String(run.number).padStart(8),
      run.status.padEnd(9),
      run.createdAt.toISOString().slice(0, 19).replace("T", " "),
      (run.durationMs === null ? "" : inSeconds(run.durationMs)).padStart(10),
      `${run.workflowTitle} v${run.version}`,
    ];
    const labels = [...(run.isStarred ? ["starred"] : []), ...run.tags].join(", ");
    // A title or tag may hold what a terminal would act on.
    console.log(`${columns.join("  ")}${labels && `  [${labels}]`}`.replace(/\p{Cc}/gu, "�"));
  }
  if (hasMore) console.log("There are more: ask for them with --limit.");
}

function inSeconds(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

function parseSort(text: string): RunSort {
  const sort = runSorts.find((one) => one === text);
  if (sort) return sort;
  throw new UsageError(`The option "--sort" takes ${runSorts.join(", ")}, not "${text}".`);
}

function parseLimit(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= MOST) return Number(text);
  throw new UsageError(`The option "--limit" takes a number of runs from 1 to ${MOST}, not "${text}".`);
}
