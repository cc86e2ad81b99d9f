import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../db/database-for-tests.ts";
import { tenantOf } from "../../db/tenant.ts";
import type { ServiceContext } from "../../service-context.ts";
import { chain, createTestWorkflow, type TestWorkflow } from "../../worker/runs-for-tests.ts";
import { labelTerms, errorTerms, runTerm } from "../facts/run-terms.ts";
import { listRuns } from "../list-runs.ts";
import { suggestValues } from "./suggest-values.ts";
import { findRuns } from "./find-runs.ts";
import { requireRunQuery } from "./require-run-query.ts";

let db: TestDatabase;
let workflow: TestWorkflow;
let context: ServiceContext;
const DIGITS = "a".repeat(64);

type Row = {
  title?: string;
  status?: string;
  ms?: number;
  tags?: string[];
  note?: string;
  error?: string;
  terms?: string[];
  numbers?: object;
  by?: string;
  trigger?: string;
  cached?: number;
  version?: number;
  minutesAgo?: number;
};

/** By their numbers, from 1; two workflows, "Read digits" and "50%_off". */
const rows: Row[] = [
  {
    status: "succeeded",
    ms: 2_500,
    tags: ["nightly"],
    numbers: { "i:threshold": 0.3 },
    terms: ["o:label=7", "o:city=", "o:city=oslo", "o:city=rome", "o:zone=a"],
    minutesAgo: 5_000,
  },
  { status: "failed", ms: 100, error: "Out of memory in Resize", by: "me", trigger: "form", minutesAgo: 3_000 },
  {
    status: "succeeded",
    ms: 2_500,
    title: "50%_off",
    numbers: { "i:threshold": [0.9, 0.35], "o:label": 7 },
    minutesAgo: 90,
  },
  { status: "running", by: "me", terms: [runTerm.model(DIGITS), "d:cpu"], minutesAgo: 30 },
  {
    status: "failed",
    ms: 4_000,
    error: "The memory is out of reach",
    note: "Baseline of the out-of memory test",
    minutesAgo: 20,
  },
  { status: "succeeded", ms: 1_000, cached: 2, version: 3, tags: ["nightly", "golden set"], minutesAgo: 10 },
  { status: "cancelled", trigger: "api", by: "key:1", terms: ["d:webgpu", "d:cpu"], minutesAgo: 1 },
];

beforeAll(async () => {
  db = await createTestDatabase();
  const { $client: client } = db.database;
  workflow = await createTestWorkflow(db.database);
  const { workspaceId } = workflow;
  context = { tenant: tenantOf(db.database, workspaceId), userId: "me", role: "viewer" };
  await client.query("update workflows set title = 'Read digits' where id = $1", [workflow.workflowId]);
  const other = randomUUID();
  await client.query("insert into workflows (workspace_id, id, title, created_by) values ($1, $2, '50%_off', 'me')", [
    workspaceId,
    other,
  ]);
  await client.query(
    "insert into users (id, name, email, origin) values ('ada', 'Ada Lovelace', 'ada@example.org', 'invited')",
  );
  await client.query("insert into members (workspace_id, user_id, role) values ($1, 'ada', 'editor')", [workspaceId]);
  await client.query("insert into artifacts (workspace_id, hash, size_bytes, media_type) values ($1, $2, 1, 'model')", [
    workspaceId,
    DIGITS,
  ]);
  const modelId = randomUUID();
  await client.query("insert into models (workspace_id, id, name, created_by) values ($1, $2, 'digits', 'me')", [
    workspaceId,
    modelId,
  ]);
  await client.query(
    "insert into model_versions (workspace_id, model_id, number, hash, size_bytes, summary, created_by) values ($1, $2, 3, $3, 1, '{}', 'me')",
    [workspaceId, modelId, DIGITS],
  );
  for (const [index, row] of rows.entries()) {
    const { tags = [], note = "", by = "ada", trigger = "editor", error } = row;
    const terms = [
      runTerm.starter(by),
      runTerm.trigger(trigger),
      ...(row.terms ?? []),
      ...labelTerms({ tags, note }),
      ...(error ? errorTerms(error) : []),
    ];
    await client.query(
      `insert into runs (workspace_id, number, workflow_id, workflow_version, graph, inputs, step_counts, started_by, status, tags, note, trigger,
         terms, numbers, cached_steps, failure, created_at, started_at, finished_at)
       values ($1, $2, $3, $4, $5, '{}', '{"total": 4}', $6, $7, $8, $9, $10, $11, $12, $13, $14, now() - make_interval(mins => $15::int),
         now() - make_interval(mins => $15::int), now() - make_interval(mins => $15::int) + make_interval(secs => $16::float8 / 1000))`,
      [
        workspaceId,
        index + 1,
        row.title ? other : workflow.workflowId,
        row.version ?? 1,
        JSON.stringify(chain("a")),
        by,
        row.status,
        tags,
        note,
        trigger,
        [...new Set(terms)],
        JSON.stringify(row.numbers ?? {}),
        row.cached ?? 0,
        error ? JSON.stringify({ kind: "crashed", message: `${error}\0` }) : null,
        row.minutesAgo,
        row.ms ?? null,
      ],
    );
  }
});
afterAll(() => db.close());

async function numbersOf(query: string, more: { timeZone?: string } = {}): Promise<number[]> {
  return (await listRuns(context, { query, ...more })).items.map(({ number }) => number);
}

test.each([
  ["", [7, 6, 5, 4, 3, 2, 1]],
  ["status:failed", [5, 2]],
  ["status:failed,cancelled", [7, 5, 2]],
  ["-status:failed,succeeded", [7, 4]],
  ["duration:>1s", [5, 3, 1]],
  ["duration:>=1s duration:<2.6s", [6, 3, 1]],
  ["-duration:>1s", [7, 6, 4, 2]],
  ["duration:<1s", [2]],
  ["tag:nightly", [6, 1]],
  ['tag:Nightly -tag:"golden set"', [1]],
  ["tag:nightly,absent", [6, 1]],
  ["workflow:digits", [7, 6, 5, 4, 2, 1]],
  ['workflow:"50%_off"', [3]],
  ['workflow:"5_"', []],
  ["workflow:=digits", []],
  ['workflow:="read digits"', [7, 6, 5, 4, 2, 1]],
  ["person:me", [4, 2]],
  ["person:lovelace", [6, 5, 3, 1]],
  ["person:nobody", []],
  ["trigger:api,form", [7, 2]],
  ["model:digits@3", [4]],
  ["model:digits@2", []],
  ["device:cpu", [7, 4]],
  ["-device:webgpu device:cpu", [4]],
  ["version:>=3", [6]],
  ["cached:>=50%", [6]],
  ["cached:50%", [6]],
  ["cached:0%", [7, 5, 4, 3, 2, 1]],
  ["steps:4 run:>=6", [7, 6]],
  ["run:3", [3]],
  ["run:<3", [2, 1]],
  ["input.threshold:<0.4", [3, 1]],
  ["input.threshold:>0.4", [3]],
  ["input.threshold:0.3", [1]],
  ['output.label:"7"', [1]],
  ["output.label:7", [3, 1]],
  ['output.city:""', [1]],
  ['-output.city:""', [7, 6, 5, 4, 3, 2]],
  ['input.city:""', []],
  ["error:memory", [5, 2]],
  ['error:"out of memory"', [2]],
  ["-error:memory status:failed,succeeded", [6, 3, 1]],
  ["note:baseline", [5]],
  ['"out-of memory"', [5]],
  ["memory", [5, 2]],
  ["digits memory", [5, 2]],
  ["golden", [6]],
  ["-digits", [3]],
  ["started:<1h", [7, 6, 5, 4]],
  ["started:>1d", [2, 1]],
  ["started:>2100", []],
  ["started:<2100-01-01", [7, 6, 5, 4, 3, 2, 1]],
  ["status:failed duration:>2s memory started:<1h", [5]],
])("%s", async (query, expected) => {
  expect(await numbersOf(query)).toEqual(expected);
});

test("a day is one of the time zone of whoever asks", async () => {
  await db.database.$client.query(
    "update runs set created_at = '2020-01-01T03:00:00Z' where number = 1 and workspace_id = $1",
    [workflow.workspaceId],
  );

  expect(await numbersOf("started:2020-01-01")).toEqual([1]);
  expect(await numbersOf("started:2019-12-31", { timeZone: "America/New_York" })).toEqual([1]);
  expect(await numbersOf("started:2020-01-01", { timeZone: "America/New_York" })).toEqual([]);
});

test("where no clause has few runs a page looks at a bounded number of them, and the next one goes on below", async () => {
  const asked = {
    workspaceId: workflow.workspaceId,
    userId: "me",
    query: requireRunQuery("steps:4 -status:succeeded"),
  };
  const pages: number[][] = [];
  let cursor: number | null | undefined;
  do {
    const page = await context.tenant.run((tx) =>
      findRuns(tx, asked, { limit: 2, lookedAt: 2, cursor: cursor ?? undefined }),
    );
    pages.push(page.numbers);
    cursor = page.nextCursor;
  } while (cursor !== null);

  expect(pages).toEqual([[7], [5, 4], [2], []]);
});

test("what is wrong with a query is said with its place", async () => {
  await expect(listRuns(context, { query: "tag:a stauts:failed" })).rejects.toMatchObject({
    code: "BAD_REQUEST",
    reason: "bad-query",
    details: { problems: [{ start: 6, end: 12 }] },
  });
});

test.each([
  [{ field: "tag", text: "" }, ["golden set", "nightly"]],
  [{ field: "tag", text: "n" }, ["nightly"]],
  [{ field: "device", text: "" }, ["cpu", "webgpu"]],
  [{ field: "output", text: "" }, ["city", "label", "zone"]],
  [{ field: "output", text: "l" }, ["label"]],
  [{ field: "input", text: "" }, ["threshold"]],
  [{ field: "output", port: "city", text: "" }, ["", "oslo", "rome"]],
  [{ field: "workflow", text: "" }, ["50%_off", "Read digits"]],
] as const)("what may stand behind %j is all that there is, in order", async (asked, words) => {
  expect(await suggestValues(context, asked)).toEqual(words);
});

test("the indexes of terms and numbers follow the runs, also when those go", async () => {
  const { $client: client } = db.database;
  const left = async () => {
    const { rows: terms } = await client.query(
      "select term from run_terms where workspace_id = $1 and number = 3 order by 1",
      [workflow.workspaceId],
    );
    const { rows: values } = await client.query(
      "select name, value from run_numbers where workspace_id = $1 and number = 3 order by 1, 2",
      [workflow.workspaceId],
    );
    return [...terms.map(({ term }) => term), ...values.map(({ name, value }) => `${name}=${value}`)];
  };
  const where = [workflow.workspaceId];
  expect(await left()).toEqual(["g:editor", "p:ada", "i:threshold=0.35", "i:threshold=0.9", "o:label=7"]);

  await client.query(
    `update runs set terms = '{p:ada,t:new}', numbers = '{"o:label": 8}' where number = 3 and workspace_id = $1`,
    where,
  );
  expect(await left()).toEqual(["p:ada", "t:new", "o:label=8"]);

  await client.query("delete from runs where number = 3 and workspace_id = $1", where);
  expect(await left()).toEqual([]);
});
