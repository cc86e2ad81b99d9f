import { describe, expect, test } from "vitest";
import { NodeError } from "#graph/node-runner";
import type { NodeContext } from "#graph/node-runner";
import { MAX_LIST_ITEMS } from "#graph/limits";
import { deferred, execute, steps } from "./executor-for-tests.ts";

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

    void execute(plan, { emit: ({ type }) => order.push(type) });

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
      steps(["r: range 5", "i: if <- r", "d: double <- i.else", "t: total <- d", "m: merge <- d, i.then"]),
    );

    expect(outputs("i")).toEqual({ then: [0, null, 2, null, 4], else: [null, 1, null, 3, null] });
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
      runners: { range: () => ({ values: new Array(MAX_LIST_ITEMS + 1).fill(0) }) },
    });

    expect(result.failure).toMatchObject({ kind: "too-large", port: "values" });
    expect(result.failure?.message).toContain("100001");
  });

  test("where none fired to walk over, the one item stands as a list of one", async () => {
    const plan = steps([
      "one: give 1",
      "r: range 3",
      "i: if <- one",
      "lost: add <- r, i.then",
      "m: merge <- lost, one",
    ]);

    const { outputs, state } = await execute(plan);

    expect(state.nodes.lost?.status).toBe("skipped");
    expect(outputs("m")).toEqual({ value: [1] });
  });
});

describe("branching", () => {
  test("what depends only on a port that did not fire is skipped, naming that port all the way", async () => {
    const plan = steps(["a: give 3", "i: if <- a", "b: double <- i.then", "c: double <- b", "d: double <- i.else"]);

    const { result, state, outputs } = await execute(plan);

    const reason = { kind: "not-fired", nodeId: "i", port: "then" };
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
      "none: merge <- i.then",
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

describe("failures", () => {
  test("a failed step skips what depends on it and nothing else", async () => {
    const plan = steps(["a: give 3", "bad: fail-on-three <- a", "b: double <- bad", "good: double <- a"]);

    const { result, state } = await execute(plan);

    expect(result).toEqual({
      outcome: "failed",
      failure: { kind: "bad-input", message: "3 is a multiple of three.", port: "value" },
    });
    expect(state.nodes.b?.skipped).toEqual({ kind: "upstream", nodeId: "bad" });
    expect(state.nodes.good?.status).toBe("succeeded");
  });

  test("of an item say which; the earliest, whichever was quicker", async () => {
    const waits = [30, 1, 1, 10, 1, 1, 1];
    const plan = steps(["r: range 7", "bad: fail-on-three <- r"]);

    const { state } = await execute(plan, {
      runners: {
        "fail-on-three": async ({ inputs }) => {
          await new Promise((resolve) => setTimeout(resolve, waits[inputs.value]));
          if (inputs.value === 0 || inputs.value === 2) throw new NodeError("bad-input", `no ${inputs.value}`);
          return { value: inputs.value };
        },
      },
    });

    expect(state.nodes.bad?.failure).toEqual({ kind: "bad-input", message: "no 0", item: [0] });
  });

  test("that are no NodeError stay in the log: people see a neutral sentence", async () => {
    const crashes: unknown[] = [];
    const secret = new TypeError("/home/me/.secret is undefined");

    const { result } = await execute(steps(["a: give 1"]), {
      runners: {
        give: () => {
          throw secret;
        },
      },
      onCrash: (crash) => crashes.push(crash),
    });

    expect(result.failure?.kind).toBe("crashed");
    expect(result.failure?.message).not.toContain("secret");
    expect(crashes).toEqual([{ nodeId: "a", type: "give", error: secret }]);
  });

  test.each([
    ["a port that it does not declare", { value: 1, other: 2 }, 'gave an output "other" that it does not declare'],
    ["another form of value", { value: "1" }, 'must give a number at "Value", and gave a string'],
    ["no object", 7, "gave a number where it must give its outputs by port name"],
    ["a list for one item", { value: [1] }, "gave a list of 1"],
  ])("a runner that gives %s has crashed, and the sentence says how", async (_, given, sentence) => {
    const { result } = await execute(steps(["a: give 1"]), { runners: { give: () => given } });

    expect(result.failure?.kind).toBe("crashed");
    expect(result.failure?.message).toContain(sentence);
  });

  test("a node type without a runner fails alone", async () => {
    const { result, state } = await execute(steps(["a: give 1", "b: range 2"]), {
      runners: { give: undefined as never },
    });

    expect(result.failure?.kind).toBe("crashed");
    expect(state.nodes.b?.status).toBe("succeeded");
  });
});

describe("error policies", () => {
  const lines = ["r: range 5", "bad: fail-on-three <- r", "d: double <- bad"];

  test("drop leaves a hole in the place of the item and counts it", async () => {
    const { outputs, state, result } = await execute(steps(lines, { bad: { onError: { policy: "drop" } } }));

    expect(result.outcome).toBe("succeeded");
    expect(outputs("bad")).toEqual({ value: [null, 1, 2, null, 4], copies: [null, [1, 2], [2, 3], null, [4, 5]] });
    expect(outputs("d")).toEqual({ value: [null, 2, 4, null, 8] });
    expect(state.nodes.bad).toMatchObject({ droppedItems: 2, failure: { kind: "bad-input", item: [0] } });
  });

  test("default gives other outputs instead", async () => {
    const onError = { policy: "default", outputs: { value: -1, copies: [] } } as const;
    const plan = steps(["r: range 4", "bad: fail-on-three <- r"], {
      bad: { onError: { ...onError, outputs: { value: -1, copies: [] } } },
    });

    const { outputs } = await execute(plan);

    expect(outputs("bad")).toEqual({ value: [-1, 1, 2, -1], copies: [[], [1, 2], [2, 3], []] });
  });

  test("a default of the wrong kind fails the node and says what to change", async () => {
    const onError = { policy: "default" as const, outputs: { value: "none" } };
    const { result } = await execute(steps(lines, { bad: { onError } }));

    expect(result.failure).toMatchObject({ kind: "bad-params", port: "value" });
    expect(result.failure?.message).toContain(
      '"Fail on three" gives at "Value" when it fails must be a value of kind number',
    );
  });

  test("port sends the failure out of the port named error, and only there", async () => {
    const plan = steps(["a: give 3", "bad: fail-on-three <- a", "k: kind-of <- bad.error", "d: double <- bad"], {
      bad: { onError: { policy: "port" } },
    });

    const { outputs, state, result } = await execute(plan);

    expect(result.outcome).toBe("succeeded");
    expect(outputs("bad")).toEqual({ error: { kind: "bad-input", message: "3 is a multiple of three." } });
    expect(outputs("k")).toEqual({ length: 4 });
    expect(state.nodes.d?.status).toBe("skipped");
  });
});

describe("retries", () => {
  test("call again only for the items that failed, and tell of it", async () => {
    const calls: number[] = [];
    const plan = steps(["r: range 4", "d: double <- r"], { d: { retry: { attempts: 2, delayMs: 1 } } });

    const { outputs, events } = await execute(plan, {
      runners: {
        double: ({ inputs }) => {
          calls.push(inputs.value);
          if (inputs.value === 2 && calls.length < 6) throw new NodeError("bad-input", "not yet");
          return { value: inputs.value };
        },
      },
    });

    expect(calls).toEqual([0, 1, 2, 3, 2, 2]);
    expect(outputs("d")).toEqual({ value: [0, 1, 2, 3] });
    expect(events.filter(({ type }) => type === "step.retrying")).toMatchObject([
      { attempt: 2, failure: { kind: "bad-input", item: [2] } },
      { attempt: 3 },
    ]);
  });

  test("wait twice as long each time, at most a quarter more by chance", async () => {
    const plan = steps(["a: give 3", "bad: fail-on-three <- a"], { bad: { retry: { attempts: 3, delayMs: 8 } } });

    const { events, result } = await execute(plan);

    const delays = events.flatMap((event) => (event.type === "step.retrying" ? [event.delayMs] : []));
    expect(result.outcome).toBe("failed");
    expect(delays).toHaveLength(3);
    for (const [index, least] of [8, 16, 32].entries()) {
      expect(delays[index]).toBeGreaterThanOrEqual(least);
      expect(delays[index]).toBeLessThanOrEqual(least * 1.25);
    }
  });
});

describe("time limits", () => {
  const never = ({ context }: { context: NodeContext }) =>
    new Promise((_, reject) => context.signal.addEventListener("abort", () => reject(context.signal.reason)));

  test("of a node fail it, tell its runner, and let the others go on", async () => {
    const plan = steps(["a: give 1", "d: double <- a", "s: split <- a"], { d: { timeoutMs: 20 } });

    const { result, state } = await execute(plan, { runners: { double: never } });

    expect(result.failure).toMatchObject({ kind: "timeout" });
    expect(result.failure?.message).toContain("20 ms");
    expect(state.nodes.s?.status).toBe("succeeded");
  });

  test("of a lifted node lose only the items that were not done, where it drops items", async () => {
    const plan = steps(["r: range 4", "d: double <- r"], { d: { timeoutMs: 50, onError: { policy: "drop" } } });

    const { outputs, state } = await execute(plan, {
      runners: { double: (step) => (step.inputs.value === 2 ? never(step) : { value: step.inputs.value }) },
    });

    expect(outputs("d")).toEqual({ value: [0, 1, null, 3] });
    expect(state.nodes.d).toMatchObject({ droppedItems: 1, failure: { kind: "timeout", item: [2] } });
  });

  test("hold for a runner that heeds no signal, and what it gives later is not heard", async () => {
    const late = deferred<{ value: number }>();
    const plan = steps(["a: give 1", "d: double <- a"], { d: { timeoutMs: 10 } });

    const { result, events } = await execute(plan, {
      runners: {
        double: async ({ context }) => {
          await late.promise;
          context.log("still here");
          return { value: 1 };
        },
      },
    });
    const before = events.length;
    late.resolve({ value: 1 });
    await new Promise((resolve) => setTimeout(resolve, 5));

    expect(result.failure?.kind).toBe("timeout");
    expect(events).toHaveLength(before);
  });

  test("of the run fail it with that reason", async () => {
    const { result } = await execute(steps(["a: give 1", "d: double <- a"]), {
      runners: { double: never },
      signal: AbortSignal.timeout(15),
    });

    expect(result).toMatchObject({ outcome: "failed", failure: { kind: "timeout" } });
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
});
