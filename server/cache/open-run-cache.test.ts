import { describe, expect, test, vi } from "vitest";
import { NodeError } from "#graph/node-runner";
import { deferred, steps } from "../executor/executor-for-tests.ts";
import { openTestCache } from "./run-cache-for-tests.ts";

const chain = ["a: give 3", "b: double <- a", "c: double <- b"];

describe("a second run", () => {
  test("of the same takes everything from the first, restores nothing, and says from when it is", async () => {
    const lab = openTestCache();
    await lab.run(steps(chain));

    const { called, cached, state, outputs } = await lab.run(steps(chain));

    expect(called).toEqual([]);
    expect(lab.restored).toBe(0);
    expect(cached).toEqual(["a", "b", "c"]);
    expect(outputs("c")).toEqual({ value: 12 });
    expect(state.nodes.c).toMatchObject({ durationMs: 0, cached: { runId: "run-1", runNumber: 1 } });
    expect(state.nodes.c!.cached!.savedMs).toBeGreaterThan(0);
  });

  test("does the same in another process", async () => {
    const lab = openTestCache();
    await lab.run(steps(chain));
    lab.forgetMemory();

    expect((await lab.run(steps(chain))).cached).toEqual(["a", "b", "c"]);
  });

  test("with one changed param runs what depends on it, and restores only what that reads", async () => {
    const lab = openTestCache();
    const wide = (last: number) =>
      steps(["a: give 3", "b: double <- a", "x: give 1", `y: give ${last}`, "c: add <- b, y"]);
    await lab.run(wide(1));

    const { called, cached, whys, outputs } = await lab.run(wide(2));

    expect(called).toEqual(["give", "add"]);
    expect(cached).toEqual(["a", "b", "x"]);
    expect(lab.restored).toBe(1);
    expect(outputs("c")).toEqual({ sum: 8 });
    expect(whys).toEqual({ y: { kind: "params", params: ["arg"] }, c: { kind: "inputs", ports: ["right"] } });
  });

  test("in which a step gives the same as before runs that step and no other", async () => {
    const lab = openTestCache();
    const parity = (arg: number) => steps([`r: range ${arg}`, "t: total <- r", "d: double <- t", "e: double <- d"]);
    const total = ({ inputs }: { inputs: { values: number[] } }) => ({ total: inputs.values.length % 2 });
    await lab.run(parity(3), { host: { runners: { total } } });

    const { called, cached } = await lab.run(parity(5), { host: { runners: { total } } });

    expect(called).toEqual(["range", "total"]);
    expect(cached).toEqual(["d", "e"]);
  });

  test("that changes a step back finds what it gave then", async () => {
    const lab = openTestCache();
    const with3 = steps(chain);
    await lab.run(with3);
    await lab.run(steps(["a: give 4", ...chain.slice(1)]));

    const { state } = await lab.run(with3);

    expect(state.nodes.c!.cached).toMatchObject({ runNumber: 1 });
  });

  test("in which a node is bypassed takes what was given for the same before the node was there", async () => {
    const lab = openTestCache();
    const behind = (...middle: string[]) => ["a: give 3", ...middle, `c: double <- ${middle.length > 0 ? "b" : "a"}`];
    const bypassed = steps(behind("b: double <- a"), { b: { disabled: "bypass" } });
    await lab.run(steps(behind()));

    const { called, cached, outputs } = await lab.run(bypassed);
    const again = await lab.run(bypassed);
    const takenBackIn = await lab.run(steps(behind("b: double <- a")));

    expect(called).toEqual([]);
    expect(cached).toEqual(["a", "c"]);
    expect(outputs("c")).toEqual({ value: 6 });
    expect(again.called).toEqual([]);
    expect(takenBackIn.outputs("c")).toEqual({ value: 12 });
  });

  test("takes nothing from another workspace", async () => {
    const lab = openTestCache();
    await lab.run(steps(chain));
    // One store for both would be a fault of its own; the memory in front must part them as well.
    lab.store.entries.clear();

    expect((await lab.run(steps(chain), { workspaceId: "two" })).called).toHaveLength(3);
  });

  test("by another program, or on another device where there is a model, takes nothing", async () => {
    const lab = openTestCache();
    await lab.run(steps(chain));

    const { whys, called } = await lab.run(steps(chain), { program: "newer" });

    expect(called).toHaveLength(3);
    expect(whys.a).toEqual({ kind: "updated" });
  });
});

describe("what is not kept", () => {
  test("failures, caught errors and results with dropped items", async () => {
    const lab = openTestCache();
    const plan = steps(["r: range 4", "f: fail-on-three <- r", "t: total <- f", "g: give 3", "h: fail-on-three <- g"], {
      f: { onError: { policy: "drop" } },
    });
    await lab.run(plan);

    const { called, cached } = await lab.run(plan);

    expect(cached).toEqual(["r", "g", "t"]);
    expect(called.every((type) => type === "fail-on-three")).toBe(true);
  });

  test("steps whose cache is off, which what reads them goes by what they gave", async () => {
    const lab = openTestCache();
    const plan = steps(chain, { b: { cache: "off" } });
    await lab.run(plan);

    const { called, cached, whys } = await lab.run(plan);

    expect(called).toEqual(["double"]);
    expect(cached).toEqual(["a", "c"]);
    expect(whys).toEqual({ b: { kind: "off" } });
  });

  test("impure steps, and results of them are told apart", async () => {
    const lab = openTestCache();
    const plan = steps(chain);
    for (const step of plan.steps) if (step.nodeId === "a") step.reuse = "impure";
    let tick = 0;
    const give = () => ({ value: 7 ** ++tick });
    await lab.run(plan, { host: { runners: { give } } });

    const { whys, outputs } = await lab.run(plan, { host: { runners: { give } } });

    expect(outputs("c")).toEqual({ value: 196 });
    expect(whys.a).toEqual({ kind: "impure" });
    expect(whys.b).toEqual({ kind: "inputs", ports: ["value"] });
  });

  test("steps that cost next to nothing, and they say so", async () => {
    const lab = openTestCache({ isCheap: true });
    await lab.run(steps(chain));

    const { called, whys } = await lab.run(steps(chain));

    expect(called).toHaveLength(3);
    expect(lab.store.entries.size).toBe(0);
    expect(whys.c).toEqual({ kind: "small" });
  });
});

test("a run without the cache takes nothing, and what it gives is taken from then on", async () => {
  const lab = openTestCache();
  await lab.run(steps(chain));

  const fresh = await lab.run(steps(chain), { isRefresh: true });
  const after = await lab.run(steps(chain));

  expect(fresh.called).toHaveLength(3);
  expect(fresh.whys.a).toEqual({ kind: "asked" });
  expect(after.state.nodes.a!.cached).toMatchObject({ runNumber: 2 });
});

test("a result that cannot be read back is dropped, and its step runs after all", async () => {
  const lab = openTestCache();
  await lab.run(steps(["a: give 3", "b: double <- a", "y: give 1", "c: add <- b, y"]));

  const { result, outputs, whys, cached } = await lab.run(
    steps(["a: give 3", "b: double <- a", "y: give 2", "c: add <- b, y"]),
    { host: { restore: () => Promise.reject(new Error("the file is gone")) } },
  );

  // c needs b, which cannot be read back and needs a, which cannot either.
  expect(result.outcome).toBe("succeeded");
  expect(outputs("c")).toEqual({ sum: 8 });
  expect(cached).toEqual([]);
  expect(whys).toMatchObject({ a: { kind: "lost" }, b: { kind: "lost" } });
});

test("a result that is lost while what it was made from is being made again waits for that", async () => {
  const lab = openTestCache();
  await lab.run(steps(["a: give 1", "t: twin <- a"]));

  const { outputs, called } = await lab.run(
    steps(["a: give 1", "t: twin <- a", "u: total <- t.one", "d: double <- a"]),
    { host: { restore: () => Promise.reject(new Error("the file is gone")) } },
  );

  expect(outputs("u")).toEqual({ total: 1 });
  expect(outputs("d")).toEqual({ value: 2 });
  expect(called.toSorted()).toEqual(["double", "give", "total", "twin"]);
});

test("a result that is kept no more is made again, and says that nothing else is new", async () => {
  const lab = openTestCache();
  await lab.run(steps(chain));
  for (const key of lab.store.entries.keys()) await lab.store.drop(key);
  lab.forgetMemory();

  const { whys } = await lab.run(steps(chain));

  expect(whys.c).toEqual({ kind: "evicted" });
});

test("equal work that is under way is done once, in one run and in several", async () => {
  const lab = openTestCache();
  const gate = deferred<void>();
  let calls = 0;
  const slow = async ({ inputs }: { inputs: { value: number } }) => {
    calls++;
    await gate.promise;
    return { value: inputs.value * 2 };
  };
  const plan = steps(["a: give 3", "b: double <- a", "c: double <- a"]);

  const both = Promise.all([1, 2].map(() => lab.run(plan, { host: { runners: { double: slow } } })));
  setTimeout(() => gate.resolve(), 30);
  const [first, second] = await both;

  expect(calls).toBe(1);
  expect([first!.outputs("c"), second!.outputs("b")]).toEqual([{ value: 6 }, { value: 6 }]);
});

test("work that turns out too cheap to be kept is waited for once: then all who waited do theirs side by side", async () => {
  const lab = openTestCache({ isCheap: true });
  const same = Array.from({ length: 6 }, (_, index) => `n${index}: double <- a`);
  const first = deferred<void>();
  const together = deferred<void>();
  let begun = 0;
  const later = async ({ inputs }: { inputs: { value: number } }) => {
    begun++;
    if (begun === same.length) together.resolve();
    await (begun === 1 ? first : together).promise;
    return { value: inputs.value };
  };

  const running = lab.run(steps(["a: give 3", ...same]), { host: { runners: { double: later }, maxConcurrency: 6 } });
  await vi.waitFor(() => expect(begun).toBe(1), { timeout: 60_000 });
  first.resolve();

  expect((await running).result.outcome).toBe("succeeded");
  expect(begun).toBe(same.length);
});

test("whoever waits for work that fails does it itself", async () => {
  const lab = openTestCache();
  let calls = 0;
  const flaky = async () => {
    calls++;
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (calls === 1) throw new NodeError("bad-input", "Not now.");
    return { value: 1 };
  };

  const { state } = await lab.run(steps(["a: give 3", "b: double <- a", "c: double <- a"]), {
    host: { runners: { double: flaky } },
  });

  expect([state.nodes.b!.status, state.nodes.c!.status]).toEqual(["failed", "succeeded"]);
});

test("a run that is cancelled lets go of those who wait for its work", async () => {
  const lab = openTestCache();
  const stop = new AbortController();
  const plan = steps(["a: give 3", "b: double <- a"]);
  const never = ({ context }: { context: { signal: AbortSignal } }) =>
    new Promise((_, reject) => context.signal.addEventListener("abort", () => reject(context.signal.reason)));

  const cancelled = lab.run(plan, { host: { signal: stop.signal, runners: { double: never } } });
  await new Promise((resolve) => setTimeout(resolve, 20));
  const waiting = lab.run(plan);
  await new Promise((resolve) => setTimeout(resolve, 20));
  stop.abort();

  expect((await cancelled).result.outcome).toBe("cancelled");
  expect((await waiting).outputs("b")).toEqual({ value: 6 });
});

test("a hit that is checked and differs is reported where it happened, and is dropped", async () => {
  const lab = openTestCache();
  const plan = steps(chain);
  await lab.run(plan);

  const { state, whys } = await lab.run(plan, {
    checkedShare: 1,
    host: { runners: { give: () => ({ value: 4 }) } },
  });
  const after = await lab.run(plan);

  expect(lab.mismatches).toEqual(["a"]);
  expect(whys.a).toEqual({ kind: "check" });
  expect(state.nodes.a!.mismatch).toMatchObject({ ports: ["value"], cached: { runNumber: 1 } });
  expect(after.called).toContain("give");
});

test("what a step runs as a workflow is part of its key, and forbids to reuse it where it may not be", async () => {
  const lab = openTestCache();
  const inner = (arg: number, reuse: "allowed" | "impure" = "allowed") => {
    const plan = steps([`x: give ${arg}`]);
    plan.steps[0]!.reuse = reuse;
    const outer = steps(["a: give 1", "b: double <- a"]);
    outer.steps[1]!.body = { plan, inputs: {}, outputs: {}, isRepeated: false };
    return outer;
  };
  await lab.run(inner(1));

  expect((await lab.run(inner(1))).cached).toEqual(["a", "b"]);
  const edited = await lab.run(inner(2));
  expect(edited.cached).toEqual(["a"]);
  expect(edited.whys.b).toEqual({ kind: "params", params: ["workflow"] });
  expect((await lab.run(inner(2, "impure"))).whys.b).toEqual({ kind: "impure" });
});
