import type { Database } from "../server/db/client.ts";
import { workflows } from "../server/db/schema/workflows.ts";
import { workspaces } from "../server/db/schema/workspaces.ts";
import { users } from "../server/db/schema/accounts.ts";
import { members } from "../server/db/schema/workspaces.ts";

const WORKFLOWS = 30;
/** As large as a graph of some ten nodes is in its row. */
const GRAPH_CHARACTERS = 1_200;
const CHUNK = 100_000;

/**
 * A workspace with so many runs as a year of use leaves: 92 % succeeded, durations over five orders of magnitude, tags and
 * values common and rare, and errors. What triggers keep is written set by set, which takes minutes less.
 */
export async function seedRuns(database: Database, count: number): Promise<{ workspaceId: string }> {
  const client = database.$client;
  const [workspace] = await database.insert(workspaces).values({ name: "Bench" }).returning();
  const workspaceId = workspace!.id;
  const titles = Array.from({ length: WORKFLOWS }, (_, index) => (index === 3 ? "Read digits" : `Workflow ${index}`));
  const rows = await database
    .insert(workflows)
    .values(titles.map((title) => ({ workspaceId, title, createdBy: "ada" })))
    .returning();
  await database.insert(users).values({ id: "ada", name: "Ada", email: "ada@example.org", origin: "owner" });
  await database.insert(members).values({ workspaceId, userId: "ada", role: "owner" });
  const ids = rows.map(({ id }) => id);
  await client.query("alter table runs disable trigger user");
  for (let from = 1; from <= count; from += CHUNK) {
    const to = Math.min(count, from + CHUNK - 1);
    await client.query(runsStatement, [workspaceId, ids, from, to, count, "x".repeat(GRAPH_CHARACTERS)]);
  }
  await client.query("alter table runs enable trigger user");
  await client.query(
    "insert into run_terms (workspace_id, term, number) select workspace_id, unnest(terms) as term, number from runs order by 2, 3",
  );
  await client.query(
    `insert into run_numbers (workspace_id, name, value, number)
     select workspace_id, name, item::float8, number from runs, jsonb_each(numbers) as n(name, item) order by 2, 3, 4`,
  );
  // Some kB of records, and with every third run artifacts of up to 22 MB.
  await client.query(
    `insert into run_sizes (workspace_id, run_id, number, record_bytes, size_bytes)
     select workspace_id, id, number, bytes, bytes + case when number % 3 = 0 then exp((hashint4(number + 7)::bigint + 2147483648) / 2.54e8)::bigint else 0 end
     from runs, lateral (select 3000 + number * 7919::bigint % 20000 as bytes) as record`,
  );
  for (const table of ["runs", "run_terms", "run_numbers", "run_sizes"]) await client.query(`vacuum analyze ${table}`);
  return { workspaceId };
}

/** Where the time of a run of ten nodes, two of them with models, went. */
const computed = `array(select 'n:Step ' || k || ' of ' || n % 40 from generate_series(1, 10) as k) || array['m:' || lpad((n % 12)::text, 64, '0'), 'm:' || lpad((n % 5)::text, 64, 'a')],
  array(select (u * 40 / k)::real from generate_series(1, 12) as k)`;

/** `u` and `v` are even over 0–1 and the same for each number at each time. */
const runsStatement = `
insert into runs (workspace_id, number, workflow_id, workflow_version, graph, inputs, step_counts, started_by, status, trigger, tags, note,
  failure, terms, numbers, cached_steps, saved_ms, computed, computed_ms, created_at, started_at, finished_at)
select $1::uuid, n, ($2::uuid[])[1 + (u * u * ${WORKFLOWS})::int % ${WORKFLOWS}], 1 + n * 20 / $5::int, json_build_object('graph', $6::text), '{}',
  '{"total": 10, "running": 0, "succeeded": 10, "failed": 0, "skipped": 0}', who, status, how, tags, '',
  case status when 'failed' then json_build_object('kind', 'crashed', 'message', error) end,
  array['g:' || how, 'p:' || who, 'd:' || case when u < 0.7 then 'cpu' else 'webgpu' end, 'm:' || lpad((n % 12)::text, 64, '0'), 'o:label=' || (v * 10)::int]
    || array(select 't:' || t from unnest(tags) as t)
    || case status when 'failed' then array(select p || w from unnest(string_to_array(lower(error), ' ')) as w, unnest(array['e:', 'w:']) as p) else '{}' end,
  jsonb_build_object('i:threshold', round(v::numeric, 3)),
  case when u < 0.3 then (v * 10)::int else 0 end, case when u < 0.3 then (v * 900)::int else 0 end,
  ${computed}, at, at + interval '40 ms', at + interval '40 ms' + make_interval(secs => exp(10 * v * v) / 100)
from generate_series($3::int, $4::int) as n,
  lateral (select (hashint4(n)::bigint + 2147483648) / 4294967296.0 as u, (hashint4(n + 77777777)::bigint + 2147483648) / 4294967296.0 as v) as dice,
  lateral (select now() - make_interval(secs => ($5::int - n) * 31.0) as at,
    case when u < 0.92 then 'succeeded' when u < 0.97 then 'failed' else 'cancelled' end as status,
    case when u < 0.6 then 'ada' else 'person-' || (v * 20)::int end as who,
    case when v < 0.8 then 'api' when v < 0.99 then 'editor' else 'form' end as how,
    case when n % 97 = 0 then array['nightly'] when n % 50021 = 0 then array['golden'] when n < $5::int / 20 then array['archive'] else '{}' end as tags,
    case n % 4 when 0 then 'Out of memory in step Resize' when 1 then 'The input threshold is missing' when 2 then 'Timed out after 30 s'
      else 'Model refused the shape ' || n % 1000 end as error) as what`;
