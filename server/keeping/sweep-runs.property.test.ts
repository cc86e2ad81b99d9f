import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { KeepingRules } from "../../graph/keeping-rules.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { tenantOf } from "../db/tenant.ts";
import { defaultRunLimits } from "../runs/run-limits.ts";
import { openRunServices, type RunServices } from "../runs/run-services.ts";
import { createTestWorkflow } from "../worker/runs-for-tests.ts";
import { createHearingStore, createKeptRuns } from "./kept-runs-for-tests.ts";
import { previewRemoval } from "./preview-removal.ts";
import { setRules } from "./set-rules.ts";
import { sweepRuns } from "./sweep-runs.ts";

let db: TestDatabase;
let runServices: RunServices;
let closeServices: () => Promise<void>;
beforeAll(async () => {
  db = await createTestDatabase();
  const opened = await openRunServices({ database: db.database, databaseUrl: db.url, limits: defaultRunLimits });
  runServices = opened;
  closeServices = opened.close;
});
afterAll(async () => {
  await closeServices();
  await db.close();
});

const MB = 1e6;
/** Sizes in whole megabytes, so that the records of the runs, some kilobytes, decide nothing. */
const sizes = { a: 1, b: 2, c: 4, d: 8 };
type Name = keyof typeof sizes;
type Given = { endedDaysAgo: number | null; isStarred: boolean; names: Name[] };

const givenRun: fc.Arbitrary<Given> = fc.record({
  // Nobody tells whether half an hour is within the protected time or at its end.
  endedDaysAgo: fc.oneof(fc.constant(null), fc.constant(0.001), fc.integer({ min: 1, max: 60 })),
  isStarred: fc.boolean(),
  names: fc.uniqueArray(fc.constantFrom<Name>("a", "b", "c", "d")),
});

const givenRules = fc.record({
  maxAgeDays: fc.option(fc.integer({ min: 1, max: 60 }).map((days) => days + 0.5)),
  maxRuns: fc.option(fc.integer({ min: 1, max: 8 })),
  maxMegabytes: fc.option(fc.integer({ min: 1, max: 16 })),
});

test("after any sweep the rules hold for all that may go, the newest are kept, and what is needed is there", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(givenRun, { maxLength: 12 }), givenRules, async (given, { maxMegabytes, ...others }) => {
      const workflow = await createTestWorkflow(db.database);
      const { workspaceId } = workflow;
      const tenant = tenantOf(db.database, workspaceId);
      const runs = createKeptRuns(db.database, workflow);
      for (const { names, ...run } of given) {
        await runs.add({ ...run, artifacts: Object.fromEntries(names.map((name) => [name, sizes[name] * MB])) });
      }
      // Ages lie half a day off, so that no run is at the edge.
      const days = others.maxAgeDays === null ? null : Math.ceil(others.maxAgeDays);
      const aged = given.map((run) => run.endedDaysAgo);
      fc.pre(days === null || !aged.includes(days));
      // Half a megabyte has room for the records.
      const maxBytes = maxMegabytes === null ? null : (maxMegabytes + 0.5) * MB;
      const rules: KeepingRules = { maxAgeDays: days, maxRuns: others.maxRuns, maxBytes };
      await setRules({ tenant, userId: "me", role: "admin", runServices }, rules);
      const expected = keptOf(given, { days, maxRuns: others.maxRuns, maxMegabytes });
      const preview = await previewRemoval({ tenant }, rules);

      const host = { database: db.database, artifacts: createHearingStore(), signal: new AbortController().signal };
      await sweepRuns({ ...host, pauseMs: 0 }, workspaceId);

      const left = await runs.numbers();
      expect(left).toEqual(expected);
      expect(preview.runs).toBe(given.length - expected.length);
      const needed = new Set(left.flatMap((number) => given[number - 1]!.names));
      const names = Object.keys(sizes) as Name[];
      expect(await runs.artifacts(...names)).toEqual(names.filter((name) => needed.has(name)));
    }),
    { numRuns: 40 },
  );
});

/** The same by hand: newest first, each run with the artifacts that no newer one and none that stays anyway has. */
function keptOf(
  given: readonly Given[],
  rules: { days: number | null; maxRuns: number | null; maxMegabytes: number | null },
): number[] {
  const isFixed = ({ endedDaysAgo, isStarred }: Given) => endedDaysAgo === null || isStarred;
  const counted = new Set(given.filter(isFixed).flatMap(({ names }) => names));
  let count = 0;
  let megabytes = 0;
  const kept = [...given.entries()].toReversed().filter(([, run]) => {
    if (isFixed(run)) return true;
    const isJustEnded = run.endedDaysAgo! < 0.01;
    if (rules.days !== null && run.endedDaysAgo! > rules.days) return isJustEnded;
    count += 1;
    for (const name of run.names) {
      if (!counted.has(name)) megabytes += sizes[name];
      counted.add(name);
    }
    const isWithin =
      (rules.maxRuns === null || count <= rules.maxRuns) &&
      (rules.maxMegabytes === null || megabytes <= rules.maxMegabytes);
    return isWithin || isJustEnded;
  });
  return kept.map(([index]) => index + 1).toReversed();
}
