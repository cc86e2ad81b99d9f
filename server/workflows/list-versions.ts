import "#server-only";
import { and, eq, inArray, isNotNull, lt, ne, sql } from "drizzle-orm";
import { users } from "../db/schema/accounts.ts";
import { deployments, deploymentVersions } from "../db/schema/deployments.ts";
import { runs } from "../db/schema/runs.ts";
import { workflowTestResults, workflowTests } from "../db/schema/workflow-tests.ts";
import { workflowVersions } from "../db/schema/workflows.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import { FORMER_MEMBER } from "../runs/starter-name.ts";
import type { ServiceContext } from "../service-context.ts";
import { requireWorkflow } from "./require-workflow.ts";

const DEFAULT_LIMIT = 100;

/** A version as the history lists it. `publishedAs` holds the public names under which it answers now. */
export type VersionRow = {
  number: number;
  name: string | null;
  nodeCount: number;
  savedBy: { id: string; name: string };
  savedAt: Date;
  runCount: number;
  /** Of the tests that were judged on it; null where none was. */
  tests: { passed: number; judged: number } | null;
  publishedAs: string[];
};

/** A page of a workflow's versions, newest first. `cursor` is the number of the last one seen. @throws AppError NOT_FOUND */
export async function listVersions(
  context: Pick<ServiceContext, "tenant">,
  args: { workflowId: string; cursor?: number; limit?: number; onlyNamed?: boolean },
): Promise<{ items: VersionRow[]; nextCursor: number | null }> {
  const { workflowId, cursor, limit = DEFAULT_LIMIT, onlyNamed = false } = args;
  const { tenant } = context;
  const { workspaceId } = tenant;
  await requireWorkflow(context, { workflowId });
  return tenant.run(async (tx) => {
    const found = await tx
      .select({
        number: workflowVersions.number,
        name: workflowVersions.name,
        nodeCount: workflowVersions.nodeCount,
        savedById: workflowVersions.createdBy,
        savedByName: users.name,
        savedAt: workflowVersions.createdAt,
      })
      .from(workflowVersions)
      .leftJoin(users, eq(users.id, workflowVersions.createdBy))
      .where(
        and(
          eq(workflowVersions.workspaceId, workspaceId),
          eq(workflowVersions.workflowId, workflowId),
          cursor === undefined ? undefined : lt(workflowVersions.number, cursor),
          onlyNamed ? isNotNull(workflowVersions.name) : undefined,
        ),
      )
      .orderBy(sql`${workflowVersions.number} desc`)
      .limit(limit + 1);
    const page = found.slice(0, limit);
    const of = { workspaceId, workflowId, numbers: page.map(({ number }) => number) };
    const counts = await countRuns(tx, of);
    const tests = await countTests(tx, of);
    const names = await findNames(tx, of);
    const items = page.map(({ savedById, savedByName, ...version }) => ({
      ...version,
      savedBy: { id: savedById, name: savedByName ?? FORMER_MEMBER },
      runCount: counts.get(version.number) ?? 0,
      tests: tests.get(version.number) ?? null,
      publishedAs: names.flatMap(({ number, name }) => (number === version.number ? [name] : [])),
    }));
    return { items, nextCursor: found.length > limit ? items.at(-1)!.number : null };
  });
}

type Numbers = { workspaceId: string; workflowId: string; numbers: number[] };

async function countRuns(tx: TenantTransaction, { workspaceId, workflowId, numbers }: Numbers) {
  const rows = await tx
    .select({ number: runs.workflowVersion, count: sql<number>`count(*)::int` })
    .from(runs)
    .where(
      and(eq(runs.workspaceId, workspaceId), eq(runs.workflowId, workflowId), inArray(runs.workflowVersion, numbers)),
    )
    .groupBy(runs.workflowVersion);
  return new Map(rows.map(({ number, count }) => [number, count]));
}

async function countTests(tx: TenantTransaction, { workspaceId, workflowId, numbers }: Numbers) {
  const rows = await tx
    .select({
      number: workflowTestResults.version,
      passed: sql<number>`count(*) filter (where ${workflowTestResults.state} = 'passed')::int`,
      judged: sql<number>`count(*)::int`,
    })
    .from(workflowTests)
    .innerJoin(
      workflowTestResults,
      and(
        eq(workflowTestResults.workspaceId, workflowTests.workspaceId),
        eq(workflowTestResults.testId, workflowTests.id),
      ),
    )
    .where(
      and(
        eq(workflowTests.workspaceId, workspaceId),
        eq(workflowTests.workflowId, workflowId),
        inArray(workflowTestResults.version, numbers),
        ne(workflowTestResults.state, "running"),
      ),
    )
    .groupBy(workflowTestResults.version);
  return new Map(rows.map(({ number, ...counts }) => [number, counts]));
}

async function findNames(tx: TenantTransaction, { workspaceId, workflowId, numbers }: Numbers) {
  const rows = await tx
    .select({ number: deploymentVersions.workflowVersion, name: deployments.name })
    .from(deployments)
    .innerJoin(
      deploymentVersions,
      and(
        eq(deploymentVersions.workspaceId, deployments.workspaceId),
        eq(deploymentVersions.deploymentId, deployments.id),
        eq(deploymentVersions.number, deployments.current),
      ),
    )
    .where(
      and(
        eq(deployments.workspaceId, workspaceId),
        eq(deployments.workflowId, workflowId),
        inArray(deploymentVersions.workflowVersion, numbers),
      ),
    )
    .orderBy(deployments.name);
  return rows;
}
