import "#server-only";
import { and, desc, eq, ilike, or, sql } from "drizzle-orm";
import type { RunQuery, RunTest } from "../../../graph/run-query/run-query.ts";
import { users } from "../../db/schema/accounts.ts";
import { apiKeys } from "../../db/schema/api-keys.ts";
import { batches } from "../../db/schema/batches.ts";
import { models, modelVersions } from "../../db/schema/models.ts";
import { workflows } from "../../db/schema/workflows.ts";
import type { TenantTransaction } from "../../db/tenant.ts";

/** What the names in a query stand for now: ids of workflows and batches, who started runs, hashes of models. */
export type ResolvedNames = ReadonlyMap<RunTest, readonly string[]>;

const sha256 = /^[0-9a-f]{64}$/;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Names change and runs do not, so names are looked up first: there are few of them. Free words are looked for in titles. */
export async function resolveNames(
  tx: TenantTransaction,
  { workspaceId, userId, query }: { workspaceId: string; userId: string; query: RunQuery },
): Promise<ResolvedNames> {
  const names = new Map<RunTest, string[]>();
  for (const { field, tests } of query.clauses) {
    for (const test of tests) {
      if (field === "workflow" || field === "words") names.set(test, await workflowIds(tx, workspaceId, test));
      if (field === "person") names.set(test, await starters(tx, { workspaceId, userId, test }));
      if (field === "batch") names.set(test, await batchIds(tx, workspaceId, test));
      if (field === "model" || field === "computed") names.set(test, await modelHashes(tx, workspaceId, test));
    }
  }
  return names;
}

async function workflowIds(tx: TenantTransaction, workspaceId: string, test: RunTest): Promise<string[]> {
  if (test.kind !== "text" && test.kind !== "words") return [];
  const isId = test.kind === "text" && uuid.test(test.value);
  const rows = await tx
    .select({ id: workflows.id })
    .from(workflows)
    .where(
      and(
        eq(workflows.workspaceId, workspaceId),
        isId ? eq(workflows.id, test.value) : ilike(workflows.title, patternOf(test)),
      ),
    );
  return rows.map(({ id }) => id);
}

/** The newest of them: more would make no question that anybody has. */
const MOST_BATCHES = 200;

async function batchIds(tx: TenantTransaction, workspaceId: string, test: RunTest): Promise<string[]> {
  if (test.kind !== "text") return [];
  const isIt = uuid.test(test.value) ? eq(batches.id, test.value) : ilike(batches.name, patternOf(test));
  const rows = await tx
    .select({ id: batches.id })
    .from(batches)
    .where(and(eq(batches.workspaceId, workspaceId), isIt))
    .orderBy(desc(batches.createdAt))
    .limit(MOST_BATCHES);
  return rows.map(({ id }) => id);
}

async function starters(
  tx: TenantTransaction,
  { workspaceId, userId, test }: { workspaceId: string; userId: string; test: RunTest },
): Promise<string[]> {
  if (test.kind !== "text") return [];
  if (test.value.toLowerCase() === "me") return [userId];
  const pattern = patternOf(test);
  const people = await tx
    .select({ id: users.id })
    .from(users)
    .where(or(ilike(users.name, pattern), ilike(users.email, pattern)));
  const keys = await tx
    .select({ id: sql<string>`'key:' || ${apiKeys.id}` })
    .from(apiKeys)
    .where(and(eq(apiKeys.workspaceId, workspaceId), ilike(apiKeys.name, pattern)));
  return [...people, ...keys].map(({ id }) => id);
}

async function modelHashes(tx: TenantTransaction, workspaceId: string, test: RunTest): Promise<string[]> {
  if (test.kind !== "model") return [];
  if (sha256.test(test.name)) return [test.name];
  const rows = await tx
    .selectDistinct({ hash: modelVersions.hash })
    .from(modelVersions)
    .innerJoin(models, and(eq(models.workspaceId, modelVersions.workspaceId), eq(models.id, modelVersions.modelId)))
    .where(
      and(
        eq(modelVersions.workspaceId, workspaceId),
        ilike(models.name, patternOf({ value: test.name, isWhole: test.isWhole })),
        test.version === null ? undefined : eq(modelVersions.number, test.version),
      ),
    );
  return rows.map(({ hash }) => hash);
}

/** For `ilike`: the text as it stands, alone or anywhere. */
export function patternOf({ value, isWhole = false }: { value: string; isWhole?: boolean }): string {
  const literal = value.replace(/[\\%_]/g, "\\$&");
  return isWhole ? literal : `%${literal}%`;
}
