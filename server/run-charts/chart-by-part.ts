import "#server-only";
import { sql } from "drizzle-orm";
import type { ChartWindow } from "../../graph/run-charts/chart-window.ts";
import { models, modelVersions } from "../db/schema/models.ts";
import { runs } from "../db/schema/runs.ts";
import { workflows } from "../db/schema/workflows.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import { timedPart } from "../runs/facts/timed-parts.ts";
import { askedOf, type RunsAsked } from "../runs/list-runs.ts";
import type { ServiceContext } from "../service-context.ts";
import { selectWindow, type SelectedWindow } from "./select-window.ts";

/** So many of each kind are told, the largest; the rest only by its number. */
const MOST = 12;

type Workflow = { id: string; title: string };
/** `runs`: how many computed it, `ms`: for how long in all. */
export type NodeTime = { workflow: Workflow; title: string; runs: number; ms: number };
/** `name` and `version` as they are now; null for a model that was removed. `isOnly`: no other file has both. */
export type ModelTime = {
  hash: string;
  name: string | null;
  version: number | null;
  isOnly: boolean;
  runs: number;
  ms: number;
};
export type VersionRuns = {
  workflow: Workflow;
  version: number;
  runs: number;
  failed: number;
  durationMs: { p50: number; p95: number } | null;
};
/** The largest first; `count` is how many there are in all, `ms` what all take together. */
export type RunsByPart = {
  nodes: { items: NodeTime[]; count: number; ms: number };
  models: { items: ModelTime[]; count: number; ms: number };
  versions: { items: VersionRuns[]; count: number };
};

/**
 * Which nodes, models and versions the runs of a window that match the query spent their time in.
 *
 * @throws AppError BAD_REQUEST "bad-query"
 */
export async function chartByPart(
  context: ServiceContext,
  { window, ...given }: RunsAsked & { window: ChartWindow },
): Promise<RunsByPart> {
  const asked = { ...askedOf(context, given), window };
  return context.tenant.run(async (tx) => {
    const { where } = await selectWindow(tx, asked);
    const parts = await timedParts(tx, where);
    const [nodes, ofModels] = [
      parts.filter(({ workflowId }) => workflowId),
      parts.filter(({ workflowId }) => !workflowId),
    ];
    const versions = await versionRuns(tx, where);
    const titles = await workflowTitles(tx, asked.workspaceId);
    const workflowOf = (id: string): Workflow => ({ id, title: titles.get(id) ?? "A removed workflow" });
    const names = await modelNames(tx, asked.workspaceId, ofModels.map(hashOf));
    return {
      nodes: {
        ...sumOf(nodes),
        items: nodes.map(({ workflowId, name, runs: count, ms }) => ({
          workflow: workflowOf(workflowId!),
          title: name.slice(timedPart.node("").length),
          runs: count,
          ms,
        })),
      },
      models: {
        ...sumOf(ofModels),
        items: ofModels.map((part) => ({
          hash: hashOf(part),
          ...(names.get(hashOf(part)) ?? { name: null, version: null, isOnly: false }),
          runs: part.runs,
          ms: part.ms,
        })),
      },
      versions: {
        count: versions[0]?.count ?? 0,
        items: versions.map(({ workflowId, version, runs: count, failed, durations }) => ({
          workflow: workflowOf(workflowId),
          version,
          runs: count,
          failed,
          durationMs: durations?.[0] == null ? null : { p50: durations[0], p95: durations[1]! },
        })),
      },
    };
  });
}

type Part = { workflowId: string | null; name: string; runs: number; ms: number; count: number; all: number };

const hashOf = ({ name }: Part) => name.slice(timedPart.model("").length);
const sumOf = ([first]: readonly Part[]) => ({ count: first?.count ?? 0, ms: first?.all ?? 0 });

/** Nodes by workflow and title, and models, which are the same in every workflow; at most `MOST` of each. */
async function timedParts(tx: TenantTransaction, where: SelectedWindow["where"]): Promise<Part[]> {
  const isNode = sql`starts_with(part.name, ${timedPart.node("")})`;
  const { rows } = await tx.execute<Part>(sql`
    select * from (
      select *, row_number() over (partition by kind order by ms desc, name) as place,
        count(*) over (partition by kind)::int as count, sum(ms) over (partition by kind)::float8 as all
      from (
        select ${isNode} as kind, case when ${isNode} then ${runs.workflowId} end as "workflowId", part.name,
          count(*)::int as runs, sum(part.ms)::float8 as ms
        from ${runs}, unnest(${runs.computed}, ${runs.computedMs}) as part(name, ms)
        where ${where} group by 1, 2, 3
      ) as sums
    ) as placed where place <= ${sql.raw(String(MOST))} order by ms desc, name`);
  return rows;
}

async function versionRuns(tx: TenantTransaction, where: SelectedWindow["where"]) {
  const { rows } = await tx.execute<{
    workflowId: string;
    version: number;
    runs: number;
    failed: number;
    durations: (number | null)[] | null;
    count: number;
  }>(sql`
    select ${runs.workflowId} as "workflowId", ${runs.workflowVersion} as version, count(*)::int as runs,
      count(*) filter (where ${runs.status} = 'failed')::int as failed,
      (percentile_disc(array[0.5, 0.95]) within group (order by ${runs.durationMs}))::float8[] as durations,
      count(*) over ()::int as count
    from ${runs} where ${where} group by 1, 2 order by runs desc, 1, 2 desc limit ${sql.raw(String(MOST))}`);
  return rows;
}

async function workflowTitles(tx: TenantTransaction, workspaceId: string): Promise<Map<string, string>> {
  const { rows } = await tx.execute<Workflow>(
    sql`select ${workflows.id}, ${workflows.title} from ${workflows} where ${workflows.workspaceId} = ${workspaceId}`,
  );
  return new Map(rows.map(({ id, title }) => [id, title]));
}

async function modelNames(tx: TenantTransaction, workspaceId: string, hashes: readonly string[]) {
  const { rows } = await tx.execute<{ hash: string; name: string; version: number; isOnly: boolean }>(sql`
    with named as (
      select ${modelVersions.hash}, ${models.name}, ${modelVersions.number} as version
      from ${modelVersions} join ${models} on ${models.workspaceId} = ${modelVersions.workspaceId} and ${models.id} = ${modelVersions.modelId}
      where ${modelVersions.workspaceId} = ${workspaceId}
    )
    select distinct on (hash) hash, name, version, not exists (
      select 1 from named as other
      where lower(other.name) = lower(named.name) and other.version = named.version and other.hash <> named.hash
    ) as "isOnly"
    from named where hash = any(${sql.param([...hashes])}::text[]) order by hash, version, name`);
  return new Map(rows.map(({ hash, ...named }) => [hash, named]));
}
