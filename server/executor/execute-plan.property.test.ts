import fc from "fast-check";
import { expect, test } from "vitest";
import type { AnyNodeRunner } from "#graph/node-runner";
import { execute, hostOf, testFunctions } from "./executor-for-tests.ts";
import { interpret } from "./interpret-for-tests.ts";
import { outcomeOf, planOf } from "./outcome-for-tests.ts";
import { draftsArbitrary, graphOf } from "./random-graph-for-tests.ts";

test("any graph gives what the obvious interpreter gives", async () => {
  await fc.assert(
    fc.asyncProperty(draftsArbitrary, async (drafts) => {
      const graph = graphOf(drafts);

      const { state, result } = await execute(planOf(graph));

      const expected = interpret(graph);
      expect(outcomeOf(state)).toEqual(expected);
      const hasFailed = Object.values(expected).some(({ status }) => status === "failed");
      expect(result.outcome).toBe(hasFailed ? "failed" : "succeeded");
    }),
    { numRuns: 500 },
  );
});

test("a run up to any node gives for it, and for what it depends on, what the whole run gives", async () => {
  await fc.assert(
    fc.asyncProperty(draftsArbitrary, fc.nat(), async (drafts, choice) => {
      const graph = graphOf(drafts);
      const ids = Object.keys(graph.nodes);
      const target = ids[choice % ids.length]!;
      const needed = new Set([target]);
      for (const id of needed) {
        for (const { from, to } of Object.values(graph.edges)) if (to.node === id) needed.add(from.node);
      }

      const { state } = await execute(planOf(graph, target));

      const whole = Object.entries(outcomeOf((await execute(planOf(graph))).state));
      expect(outcomeOf(state)).toEqual(Object.fromEntries(whole.filter(([id]) => needed.has(id))));
    }),
    { numRuns: 200 },
  );
});

test("any order in which nodes and records end gives the same results", async () => {
  await fc.assert(
    fc.asyncProperty(
      draftsArbitrary,
      fc.scheduler(),
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
      async (drafts, scheduler, maxConcurrency, isAsync) => {
        const graph = graphOf(drafts);
        const { record } = hostOf();
        let calls = 0;
        const runners = Object.fromEntries(
          Object.entries(testFunctions).map(([type, compute]): [string, AnyNodeRunner] => [
            type,
            (step) =>
              isAsync[calls++ % isAsync.length]
                ? scheduler.schedule(Promise.resolve()).then(() => compute(step))
                : compute(step),
          ]),
        );

        const running = execute(planOf(graph), {
          maxConcurrency,
          runners,
          record: (flow) =>
            isAsync[calls++ % isAsync.length]
              ? scheduler.schedule(Promise.resolve()).then(() => record(flow))
              : record(flow),
        });
        const { state, events } = await scheduler.waitFor(running);

        expect(outcomeOf(state)).toEqual(interpret(graph));
        expect(events.at(-1)?.type).toBe("run.finished");
        expect(events.filter(({ type }) => type === "run.finished")).toHaveLength(1);
      },
    ),
    { numRuns: 300 },
  );
});

test("any run that was cut off after any steps gives the same results when it is resumed", async () => {
  await fc.assert(
    fc.asyncProperty(
      draftsArbitrary,
      fc.array(fc.boolean(), { minLength: 14, maxLength: 14 }),
      async (drafts, kept) => {
        const graph = graphOf(drafts);
        const plan = planOf(graph);
        const host = hostOf();
        const first = await execute(plan, host);
        const finished = Object.entries(first.state.nodes).filter(
          ([, node], at) => node.status === "succeeded" && kept[at],
        );

        const second = await execute(plan, {
          ...host,
          attempt: 2,
          finishedSteps: Object.fromEntries(finished.map(([id, { outputs }]) => [id, { durationMs: 0, outputs }])),
        });

        const rest = new Set(Object.keys(graph.nodes));
        for (const [id] of finished) rest.delete(id);
        const expected = Object.entries(interpret(graph)).filter(([id]) => rest.has(id));
        expect(outcomeOf(second.state)).toEqual(Object.fromEntries(expected));
      },
    ),
    { numRuns: 200 },
  );
});
