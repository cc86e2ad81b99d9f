import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonValue } from "../../graph/json.ts";
import type { Graph } from "../../graph/schema.ts";
import { artifacts } from "../db/schema/artifacts.ts";
import { graphOf } from "../deployments/graphs-for-tests.ts";
import { previewPublish } from "../deployments/preview-publish.ts";
import { publishWorkflow } from "../deployments/publish-workflow.ts";
import { findLatestRun } from "../runs/find-latest-run.ts";
import { listRuns } from "../runs/list-runs.ts";
import { removeRuns } from "../runs/remove-runs.ts";
import { listVersions } from "../workflows/list-versions.ts";
import { acceptResult } from "./accept-result.ts";
import { judged, openBench, runAndJudge, save } from "./bench-for-tests.ts";
import { changeTest } from "./change-test.ts";
import { createTest } from "./create-test.ts";
import { expectedAndCame } from "./expected-and-came.ts";
import { listTests } from "./list-tests.ts";
import { removeTest } from "./remove-test.ts";

let bench: Awaited<ReturnType<typeof openBench>>;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const workflowOf = (graph: Graph) => bench.workflowOf(graph);

/** The number "n" through an expression, to the output "result". */
function computing(
  expression: string,
  { input = "n", sample = 3 }: { input?: string; sample?: JsonValue } = {},
): Graph {
  return graphOf(
    {
      in: ["workflow-input", { name: input, kind: "number", sample }],
      compute: ["evaluate", { expression, inputs: ["value"], output: "json", wholeLists: false }],
      out: ["workflow-output", { name: "result" }],
    },
    "in.value compute.value",
    "compute.result out.value",
  );
}

test("a test passes on a version that gives the same and fails on one that does not, with a reason and its run", async () => {
  const place = await workflowOf(computing("({ doubled: value * 2 })"));
  const { testId } = await createTest(place.context, { runId: place.runId, name: "Six" });
  await save(place, computing("({ doubled: value + value })"));
  await save(place, computing("({ doubled: value * 3 })"), 2);

  expect(await runAndJudge(place, { version: 2 })).toMatchObject([{ name: "Six", state: "passed" }]);
  expect(await runAndJudge(place)).toMatchObject([
    {
      version: 3,
      state: "failed",
      outputs: { result: { state: "failed", reason: "doubled: 9 in the place of 6" } },
      run: { status: "succeeded" },
    },
  ]);

  const { newestVersion, versions, tests } = await listTests(place.context, {
    workflowId: place.workflowId,
    versions: 10,
  });
  expect(newestVersion).toBe(3);
  expect(versions.map(({ number }) => number)).toEqual([3, 2, 1]);
  expect(tests).toMatchObject([
    {
      id: testId,
      source: { runId: place.runId, version: 1 },
      results: [{ state: "failed" }, { state: "passed" }, { state: "passed", run: { id: place.runId } }],
    },
  ]);
  const history = await listVersions(place.context, { workflowId: place.workflowId });
  expect(history.items.map(({ tests: of }) => of)).toEqual([
    { passed: 0, judged: 1 },
    { passed: 1, judged: 1 },
    { passed: 1, judged: 1 },
  ]);
  const { items } = await listRuns(place.context, { workflowId: place.workflowId, limit: 10 });
  expect(items.map(({ trigger }) => trigger)).toEqual(["test", "test", "editor"]);
});

test("samples that stood in for inputs are written out, so that a version with other samples is tested by the same", async () => {
  const place = await workflowOf(computing("value * 2"));
  await createTest(place.context, { runId: place.runId, name: "Three" });
  await save(place, computing("value * 2", { sample: 50 }));

  expect(await runAndJudge(place)).toMatchObject([{ state: "passed" }]);
});

test("a tolerance that is changed judges what ran already, without running it again", async () => {
  const place = await workflowOf(computing("({ score: value / 10 })"));
  const { testId } = await createTest(place.context, { runId: place.runId, name: "Score" });
  await save(place, computing("({ score: value / 10 + 0.01 })"));
  const [before] = await runAndJudge(place);
  expect(before).toMatchObject({ state: "failed" });

  await changeTest(place.context, { testId, tolerances: { result: { rule: "close", absolute: 0.02, relative: 0 } } });

  const [after] = (await judged(place))[0]!.results;
  expect(after).toMatchObject({ version: 2, state: "passed", run: { id: before!.run!.id } });
});

test("a result that is accepted is what is expected from then on", async () => {
  const place = await workflowOf(computing("value * 2"));
  const { testId } = await createTest(place.context, { runId: place.runId, name: "Twice" });
  await save(place, computing("value * 3"));
  await runAndJudge(place);

  await acceptResult(place.context, { testId, version: 2 });

  expect(await judged(place)).toMatchObject([
    {
      source: { version: 2 },
      results: [
        { version: 2, state: "passed" },
        { version: 1, state: "failed" },
      ],
    },
  ]);
});

test("a version that does not take the inputs any more, or fails, is told of by its sentence", async () => {
  const place = await workflowOf(computing("value * 2"));
  await createTest(place.context, { runId: place.runId, name: "Twice" });
  await save(place, computing("value * 2", { input: "other" }));
  await save(place, computing("(() => { throw new Error('too cold'); })()"), 2);

  expect(await runAndJudge(place, { version: 2 })).toMatchObject([
    { state: "error", message: expect.stringContaining('has no input "n"'), run: null },
  ]);
  const [failed] = await runAndJudge(place);
  expect(failed).toMatchObject({ state: "failed", run: { status: "failed" } });
  expect(failed!.message).toContain("too cold");
});

test("what a test expects is kept when its run is deleted, and goes with the test", async () => {
  const place = await workflowOf(computing("'x'.repeat(40_000 + value)"));
  const { testId } = await createTest(place.context, { runId: place.runId, name: "Long" });
  const known = () =>
    bench.database.select().from(artifacts).where(eq(artifacts.workspaceId, place.context.tenant.workspaceId));
  expect(await known()).not.toEqual([]);

  expect(await removeRuns(place.context, { runIds: [place.runId] })).toEqual({ removed: 1, freed: [] });
  await save(place, computing("'x'.repeat(40_000 + value) + ''"));
  const [result] = await runAndJudge(place);
  expect(result).toMatchObject({ state: "passed" });
  expect((await judged(place))[0]!.source).toMatchObject({ runId: null, version: 1 });

  await removeRuns(place.context, { runIds: [result!.run!.id] });
  const { freed } = await removeTest(place.context, { testId });
  expect(freed).toHaveLength(1);
  expect(await known()).toEqual([]);
});

test("what is expected is told beside what a run gave, also when the run that it came from is gone", async () => {
  const place = await workflowOf(computing("({ doubled: value * 2 })"));
  const { testId } = await createTest(place.context, { runId: place.runId, name: "Six" });
  await save(place, computing("({ doubled: value * 3 })"));
  const [result] = await runAndJudge(place);
  await removeRuns(place.context, { runIds: [place.runId] });
  const tested = { testId, runId: result!.run!.id, output: "result" };

  const { expected, came } = await expectedAndCame(place.context, tested);

  expect([expected, came]).toMatchObject([{ inline: { doubled: 6 } }, { inline: { doubled: 9 } }]);
  await expect(expectedAndCame(place.context, { ...tested, output: "other" })).rejects.toThrow(
    'The test "Six" expects nothing of "other".',
  );
});

test("publishing says which tests have not passed on the version, and publishes it all the same", async () => {
  const place = await workflowOf(computing("value * 2"));
  await createTest(place.context, { runId: place.runId, name: "Twice" });
  const { workflowId } = place;
  expect((await previewPublish(place.context, { workflowId })).tests).toEqual({ total: 1, passed: 1, notPassed: [] });
  await save(place, computing("value * 3"));

  expect((await previewPublish(place.context, { workflowId })).tests.notPassed).toMatchObject([
    { name: "Twice", state: "not-run", reason: "" },
  ]);
  await runAndJudge(place);
  const published = await publishWorkflow(place.context, { workflowId, workflowVersion: 2, name: "thrice" });
  expect(published).toMatchObject({
    number: 1,
    tests: {
      total: 1,
      passed: 0,
      notPassed: [{ name: "Twice", state: "failed", reason: "result: 9 in the place of 6" }],
    },
  });
});

test.each([
  ["a failed run", computing("(() => { throw new Error('no'); })()"), {}, "not-testable"],
  ["an output that there is not", computing("value"), { other: { rule: "exact" } }, "unknown-output"],
  [
    "a tolerance of another kind",
    computing("value"),
    { result: { rule: "pixels", max: 1, mean: 1 } },
    "unfit-tolerance",
  ],
  ["nothing to look at", computing("value"), { result: { rule: "ignore" } }, "nothing-tested"],
] as const)("%s makes no test", async (_what, graph, tolerances, reason) => {
  const { context, runId } = await workflowOf(graph);

  await expect(createTest(context, { runId, name: "Test", tolerances })).rejects.toMatchObject({
    code: "BAD_REQUEST",
    reason,
  });
});

test("an editor that opens shows what a person ran last, not a test", async () => {
  const place = await workflowOf(computing("value"));
  await createTest(place.context, { runId: place.runId, name: "Same" });
  await runAndJudge(place);

  expect(await findLatestRun(place.context, { workflowId: place.workflowId })).toMatchObject({ runId: place.runId });
});

test("a name is taken once in its workflow, and a run of another workspace is unknown", async () => {
  const [ours, theirs] = [await workflowOf(computing("value")), await workflowOf(computing("value"))];
  await createTest(ours.context, { runId: ours.runId, name: "Same" });

  await expect(createTest(ours.context, { runId: ours.runId, name: "SAME" })).rejects.toMatchObject({
    reason: "name-taken",
  });
  await expect(createTest(ours.context, { runId: theirs.runId, name: "Other" })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});
