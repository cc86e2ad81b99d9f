import { describe, expect, test } from "vitest";
import { MAX_LIST_ITEMS } from "#graph/limits";
import type { ModelCall } from "#graph/node-runner";
import { deferred, execute, steps } from "./executor-for-tests.ts";

/** On a clock that stands, no turn of the event loop is over before everything has run that can. */
const oneTurn = { now: () => 1_000 };

describe("order", () => {
  test("a step starts when all that it reads from has ended, and events tell it in that order", async () => {
    const plan = steps(["a: give 3", "b: double <- a", "sum: add <- a, b"]);

    const { result, events, outputs } = await execute(plan);

    expect(result).toEqual({ outcome: "succeeded" });
    expect(outputs("sum")).toEqual({ sum: 9 });
    expect(events.map((event) => ("nodeId" in event ? `${event.type} ${event.nodeId}` : event.type))).toEqual([
      "run.started",
      "step.started a",
      "step.finished a",
      "step.started b",
      "step.finished b",
      "step.started sum",
      "step.finished sum",
      "run.finished",
    ]);
  });

  test("synchronous nodes run to the end within the call", () => {
    const order: string[] = [];
    const plan = steps(["a: give 1", "b: double <- a"]);

    void execute(plan, { ...oneTurn, emit: ({ type }) => order.push(type) });

    expect(order.at(-1)).toBe("run.finished");
  });

  test("the longest chain goes first", async () => {
    const plan = steps(["short: give 1", "long: give 2", "b: double <- long", "c: double <- b"]);

    const { events } = await execute(plan);

    const started = events.filter((event) => event.type === "step.started").map(({ nodeId }) => nodeId);
    expect(started[0]).toBe("long");
  });

  test("steps wait for nothing but their own inputs", async () => {
    const slow = deferred<{ value: number }>();
    const finished: string[] = [];
    const plan = steps(["slow: give 1", "afterSlow: double <- slow", "quick: range 3", "afterQuick: total <- quick"]);

    const run = execute(plan, {
      ...oneTurn,
      runners: { give: () => slow.promise },
      emit: (event) => void (event.type === "step.finished" && finished.push(event.nodeId)),
    });
    expect(finished).toEqual(["quick", "afterQuick"]);
    slow.resolve({ value: 1 });
    await run;

    expect(finished).toEqual(["quick", "afterQuick", "slow", "afterSlow"]);
  });

  test("no more asynchronous calls are under way than allowed, over steps and items together", async () => {
    let underWay = 0;
    let most = 0;
    const plan = steps(["r: range 20", "a: double <- r", "b: double <- r", "c: double <- r"]);

    await execute(plan, {
      ...oneTurn,
      maxConcurrency: 3,
      runners: {
        double: async ({ inputs }) => {
          most = Math.max(most, ++underWay);
          await new Promise((resolve) => setTimeout(resolve, 1));
          underWay--;
          return { value: inputs.value };
        },
      },
    });

    expect(most).toBe(3);
  });
});

describe("lists", () => {
  test("lift: the node runs once per item, in order, and its outputs become lists", async () => {
    const { outputs, state } = await execute(steps(["r: range 4", "d: double <- r"]));

    expect(outputs("d")).toEqual({ value: [0, 2, 4, 6] });
    expect(state.nodes.d).toMatchObject({ items: 4 });
  });

  test("nest, zip by lineage, and reach every item where they are shallower", async () => {
    const { outputs } = await execute(
      steps(["r: range 4", "parts: split <- r", "sums: add <- parts, r", "t: total <- sums"]),
    );

    expect(outputs("parts")).toEqual({ parts: [[], [1], [2, 3], [3, 4, 5]] });
    expect(outputs("sums")).toEqual({ sum: [[], [2], [4, 5], [6, 7, 8]] });
    expect(outputs("t")).toEqual({ total: [0, 2, 9, 21] });
  });

  test("empty lists give empty lists, and nodes over them do not run", async () => {
    const { outputs, result } = await execute(steps(["r: range 0", "d: double <- r", "t: total <- d"]));

    expect(result.outcome).toBe("succeeded");
    expect(outputs("d")).toEqual({ value: [] });
    expect(outputs("t")).toEqual({ total: 0 });
  });

  test("branches take items; holes keep their place, and ports for whole lists get none", async () => {
    const { outputs } = await execute(
      steps(["r: range 5", "i: if <- r", "d: double <- i.odd", "t: total <- d", "m: merge <- d, i.even"]),
    );

    expect(outputs("i")).toEqual({ even: [0, null, 2, null, 4], odd: [null, 1, null, 3, null] });
    expect(outputs("d")).toEqual({ value: [null, 2, null, 6, null] });
    expect(outputs("t")).toEqual({ total: 8 });
    expect(outputs("m")).toEqual({ value: [0, 2, 2, 6, 4] });
  });

  test("of different length that must zip fail, naming both ports", async () => {
    const { result, state } = await execute(steps(["four: give 4", "w: twin <- four", "sum: add <- w.one, w.two"]));

    expect(result).toMatchObject({ outcome: "failed", failure: { kind: "list-mismatch", port: "right" } });
    expect(state.nodes.sum?.failure?.message).toBe(
      '"Left" gets a list of 1 and "Right" a list of 2, so their items cannot be paired. Connect lists of the same length.',
    );
  });

  test("longer than allowed fail the step that made them", async () => {
    const { result } = await execute(steps(["r: range 3"]), {
      runners: { range: () => ({ values: Array.from({ length: MAX_LIST_ITEMS + 1 }, () => 0) }) },
    });

    expect(result.failure).toMatchObject({ kind: "too-large", port: "values" });
    expect(result.failure?.message).toContain("100001");
  });

  test("where none fired to walk over, the one item stands as a list of one", async () => {
    const plan = steps([
      "one: give 1",
      "r: range 3",
      "i: if <- one",
      "lost: add <- r, i.even",
      "m: merge <- lost, one",
    ]);

    const { outputs, state } = await execute(plan);

    expect(state.nodes.lost?.status).toBe("skipped");
    expect(outputs("m")).toEqual({ value: [1] });
  });
});

describe("branching", () => {
  test("what depends only on a port that did not fire is skipped, naming that port all the way", async () => {
    const plan = steps(["a: give 3", "i: if <- a", "b: double <- i.even", "c: double <- b", "d: double <- i.odd"]);

    const { result, state, outputs } = await execute(plan);

    const reason = { kind: "not-fired", nodeId: "i", port: "even" };
    expect(result).toEqual({ outcome: "succeeded" });
    expect(state.nodes.b).toMatchObject({ status: "skipped", skipped: reason });
    expect(state.nodes.c).toMatchObject({ status: "skipped", skipped: reason });
    expect(outputs("d")).toEqual({ value: 6 });
  });

  test("merge takes the first that fired in the order of its ports, once all its sources have ended", async () => {
    const slow = deferred<{ value: number }>();
    const plan = steps(["slow: double <- a", "m: merge <- slow, a"].toSpliced(0, 0, "a: give 7"));

    const run = execute(plan, { runners: { double: () => slow.promise } });
    slow.resolve({ value: 1 });

    expect((await run).outputs("m")).toEqual({ value: 1 });
  });

  test("merge is skipped when nothing fired, and runs when one branch failed", async () => {
    const plan = steps([
      "a: give 3",
      "i: if <- a",
      "none: merge <- i.even",
      "bad: fail-on-three <- a",
      "m: merge <- bad, a",
    ]);

    const { state, outputs, result } = await execute(plan);

    expect(state.nodes.none?.status).toBe("skipped");
    expect(outputs("m")).toEqual({ value: 3 });
    expect(result.outcome).toBe("failed");
  });

  test("a disabled node does not run and what depends on it is skipped", async () => {
    const plan = steps(["a: give 3", "b: double <- a", "c: double <- b"], { b: { disabled: true } });

    const { state, result } = await execute(plan);

    expect(result.outcome).toBe("succeeded");
    expect(state.nodes.b?.skipped).toEqual({ kind: "disabled" });
    expect(state.nodes.c?.skipped).toEqual({ kind: "upstream", nodeId: "b" });
  });
});

describe("reports", () => {
  test("of progress are sent at most ten times a second, and a lifted step counts its items", async () => {
    let time = 0;
    const plan = steps(["r: range 50", "d: double <- r"]);

    const { events } = await execute(plan, {
      now: () => time,
      runners: { double: ({ inputs, context }) => ((time += 10), context.progress(1, 2), { value: inputs.value }) },
    });

    const progress = events.flatMap((event) =>
      event.type === "step.progress" ? [[event.at, event.done, event.total]] : [],
    );
    expect(progress).toEqual([
      [100, 10, 50],
      [200, 20, 50],
      [300, 30, 50],
      [400, 40, 50],
      [500, 50, 50],
    ]);
  });

  test("say on which device a model computed", async () => {
    const model = { inputs: [], outputs: [], labels: [], device: "webgpu", run: async () => ({}) };
    const { state } = await execute(steps(["a: give 1"]), {
      services: { models: { open: async () => model } } as never,
      runners: {
        give: async ({ context }) => {
          await context.models.open({ hash: "", name: "" });
          context.log("loaded");
          return { value: 1 };
        },
      },
    });

    expect(state.nodes.a).toMatchObject({ device: "webgpu", log: ["loaded"] });
  });

  test("say how many items a model computed at once, and how long they waited at most", async () => {
    const waits = [0.2, 8, 3];
    const model = {
      inputs: [],
      outputs: [],
      labels: [],
      device: "cpu",
      run: async (_: unknown, call?: ModelCall) => {
        call?.onComputed?.({ together: 3, waitedMs: waits.pop()! });
        return {};
      },
    };
    const { state } = await execute(steps(["a: range 3", "b: double <- a"]), {
      services: { models: { open: async () => model } } as never,
      runners: {
        double: async ({ inputs, context }) => {
          await (await context.models.open({ hash: "", name: "" })).run({});
          return { value: inputs.value };
        },
      },
    });

    expect(state.nodes.b).toMatchObject({ batch: { size: 3, waitedMs: 8 } });
    expect(state.nodes.a).not.toHaveProperty("batch");
  });
});
