import type { JsonValue } from "#graph/json";
import type { AnyNodeRunner } from "#graph/node-runner";
import type { Plan } from "#graph/plan";
import type { ExecutorHost } from "../executor/executor-host.ts";
import { execute, hostOf, testFunctions } from "../executor/executor-for-tests.ts";
import { createCacheMemory } from "./cache-memory.ts";
import { createMemoryStore } from "./memory-store.ts";
import { openRunCache, type RunCacheSettings } from "./open-run-cache.ts";

type Options = Partial<Pick<RunCacheSettings, "isRefresh" | "checkedShare" | "workspaceId">> & {
  host?: Partial<ExecutorHost>;
  inputs?: Record<string, JsonValue>;
  program?: string;
  devices?: string[];
};

/**
 * Executes plans one after the other with one store, like the runs of a workflow. Each look at the clock takes 5 ms, so that
 * every step counts as one that is worth keeping; `isCheap` makes them cost nothing.
 */
export function openTestCache({ isCheap = false } = {}) {
  const store = createMemoryStore();
  const lab = { store, memory: createCacheMemory(), restored: 0, mismatches: [] as string[] };
  const { record, restore } = hostOf();
  let runs = 0;
  let now = 1_000;

  async function run(plan: Plan, options: Options = {}) {
    const { host, inputs = {}, program = "test", devices = ["cpu"], ...settings } = options;
    const runNumber = ++runs;
    const called: string[] = [];
    const counted = ([type, runner]: [string, AnyNodeRunner]): [string, AnyNodeRunner] => [
      type,
      (step) => (called.push(type), runner(step)),
    ];
    const runners = { ...(testFunctions as Record<string, AnyNodeRunner>), ...host?.runners };
    const runInput = (name: string) => inputs[name];
    const cache = openRunCache(plan, {
      memory: lab.memory,
      store,
      sources: { program, runInput, devices },
      settings: {
        workspaceId: "one",
        runId: `run-${runNumber}`,
        runNumber,
        prints: { ...store.prints },
        isRefresh: false,
        checkedShare: 0,
        ...settings,
      },
      onMismatch: ({ nodeId }) => lab.mismatches.push(nodeId),
    });
    const done = await execute(plan, {
      record,
      restore: (recorded) => (lab.restored++, restore(recorded)),
      now: () => (now += isCheap ? 0 : 5),
      runInput,
      ...host,
      cache,
      runners: Object.fromEntries(Object.entries(runners).map(counted)),
    });
    cache.close();
    const nodes = Object.entries(done.state.nodes);
    return {
      ...done,
      called,
      /** Nodes that took a result, and why the others ran. */
      cached: nodes.filter(([, node]) => node.cached).map(([id]) => id),
      whys: Object.fromEntries(nodes.flatMap(([id, node]) => (node.why ? [[id, node.why]] : []))),
    };
  }

  return Object.assign(lab, {
    run,
    forgetMemory: () => (lab.memory = createCacheMemory()),
    restoreUnless:
      (isGone: () => boolean): ExecutorHost["restore"] =>
      (recorded) =>
        isGone() ? Promise.reject(new Error("the file is gone")) : restore(recorded),
  });
}
