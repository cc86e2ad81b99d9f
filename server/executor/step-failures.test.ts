import { describe, expect, test } from "vitest";
import { NodeError } from "#graph/node-runner";
import type { NodeContext } from "#graph/node-runner";
import { deferred, execute, steps } from "./executor-for-tests.ts";

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
    const plan = steps(["r: range 4", "bad: fail-on-three <- r"], {
      bad: { onError: { policy: "default", outputs: { value: -1, copies: [] } } },
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
      // It stands, so all that can finish does before the time is over.
      now: () => 1_000,
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
