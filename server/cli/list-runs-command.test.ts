import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { createKeptRuns } from "../keeping/kept-runs-for-tests.ts";
import { createTestWorkflow } from "../worker/runs-for-tests.ts";
import { patchbayIn, scratchFolder } from "./patchbay-for-tests.ts";

const folder = scratchFolder();
const patchbay = (...args: string[]) => patchbayIn(folder, "runs", ...args);
let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
  process.env.DATABASE_URL = db.url;
});
afterAll(async () => {
  delete process.env.DATABASE_URL;
  await db.close();
});

test("the runs of a query are listed in lines or as JSON, and of several workspaces one is to be named", async () => {
  const workflow = await createTestWorkflow(db.database);
  const runs = createKeptRuns(db.database, workflow);
  for (let index = 0; index < 120; index++) await runs.add({ isStarred: index % 2 === 0 });
  await runs.add({ endedDaysAgo: null });

  const newest = await patchbay("--limit", "2");
  expect(newest.stderr).toBe("");
  expect(newest.stdout.split("\n")).toEqual([
    expect.stringMatching(/^ +121 {2}running +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +Test v1$/),
    expect.stringMatching(/^ +120 {2}succeeded .* Test v1$/),
    "There are more: ask for them with --limit.",
    "",
  ]);

  const starred = await patchbay("is:starred run:<=118", "--limit", "1000", "--json");
  const { runs: found, hasMore } = JSON.parse(starred.stdout) as { runs: { number: number }[]; hasMore: boolean };
  expect(found.map(({ number }) => number)).toEqual(Array.from({ length: 59 }, (_, index) => 117 - 2 * index));
  expect(hasMore).toBe(false);
  expect((await patchbay("status:failed")).stdout).toBe("No runs match.\n");

  const { workspaceId } = await createTestWorkflow(db.database);
  expect(await patchbay()).toMatchObject({ code: 2, stderr: expect.stringContaining(workspaceId) });
  expect((await patchbay("--workspace", workspaceId)).stdout).toBe("No runs match.\n");
});

test.each([
  [["stauts:failed"], "There is no field “stauts”. Did you mean status:?"],
  [["--sort", "newest"], 'takes longest, shortest, largest, smallest, not "newest"'],
  [["--limit", "0"], 'from 1 to 10000, not "0"'],
  [["a", "b"], "This command takes a query in quotes, or none; 2 are given."],
  [["--workspace", "nobody's"], 'There is no workspace with the name or id "nobody\'s"'],
])("%j is refused in words", async (args, message) => {
  expect(await patchbay(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
});
