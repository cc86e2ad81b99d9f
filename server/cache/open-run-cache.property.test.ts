import fc from "fast-check";
import { expect, test } from "vitest";
import { queuedRun, reduceRun } from "#graph/reduce-run";
import { interpret } from "../executor/interpret-for-tests.ts";
import { outcomeOf, planOf } from "../executor/outcome-for-tests.ts";
import { draftsArbitrary, graphOf } from "../executor/random-graph-for-tests.ts";
import { openTestCache } from "./run-cache-for-tests.ts";

const bits = fc.array(fc.boolean(), { minLength: 14, maxLength: 14 });

test("any series of edited graphs gives, with whatever is kept, what each gives by itself", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ drafts: draftsArbitrary, forgets: fc.boolean(), dropped: bits, unreadable: bits }), {
        minLength: 2,
        maxLength: 4,
      }),
      async (edits) => {
        const lab = openTestCache();
        for (const { drafts, forgets, dropped, unreadable } of edits) {
          const graph = graphOf(drafts);
          if (forgets) lab.forgetMemory();
          for (const [at, key] of [...lab.store.entries.keys()].entries()) {
            if (forgets && dropped[at % dropped.length]) await lab.store.drop(key);
          }
          let reads = 0;

          const { state, events } = await lab.run(planOf(graph), {
            host: unreadable[0] ? { restore: lab.restoreUnless(() => unreadable[reads++ % unreadable.length]!) } : {},
          });

          expect(outcomeOf(state)).toEqual(interpret(graph));
          expect(events.reduce(reduceRun, queuedRun)).toEqual(state);
        }
      },
    ),
    { numRuns: 100, timeout: 60_000 },
  );
});

test("any graph that runs again as it was computes nothing that succeeded whole", async () => {
  await fc.assert(
    fc.asyncProperty(draftsArbitrary, fc.boolean(), async (drafts, forgets) => {
      const graph = graphOf(drafts);
      const lab = openTestCache();
      const first = await lab.run(planOf(graph));
      if (forgets) lab.forgetMemory();

      const second = await lab.run(planOf(graph));

      expect(outcomeOf(second.state)).toEqual(outcomeOf(first.state));
      const ran = Object.entries(second.state.nodes).filter(
        ([, { status, cached }]) => status === "succeeded" && !cached,
      );
      for (const [id, node] of ran) {
        const isWhole = !node.failure && !node.droppedItems;
        const sources = Object.values(graph.edges).filter(({ to }) => to.node === id);
        const isFedByFailure = sources.some(({ from }) => second.state.nodes[from.node]?.status === "failed");
        expect(isWhole && !isFedByFailure ? id : null).toBeNull();
      }
    }),
    { numRuns: 100, timeout: 60_000 },
  );
});
