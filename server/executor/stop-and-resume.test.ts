import { setImmediate as nextTurn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { NodeError } from "#graph/node-runner";
import type { AnyNodeRunner, NodeContext } from "#graph/node-runner";
import type { RecordedFlow } from "#graph/recorded-values";
import type { RunEvent } from "#graph/run-events";
import type { Flow } from "#graph/values";
import { executePlan } from "./execute-plan.ts";
import { deferred, execute, hostOf, steps } from "./executor-for-tests.ts";

const untilAborted = ({ context }: { context: NodeContext }) =>
  new Promise((_, reject) => context.signal.addEventListener("abort", () => reject(context.signal.reason)));
const soon = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));
const chain = ["a: give 1", "b: double <- a", "c: double <- b"];

describe("cancelling", () => {
  test("before anything ran skips every step", async () => {
    const { result, state } = await execute(steps(chain), { signal: AbortSignal.abort() });

    expect(result).toEqual({ outcome: "cancelled" });
    expect(Object.values(state.nodes).map(({ skipped }) => skipped)).toEqual([
      { kind: "cancelled" },
      { kind: "cancelled" },
      { kind: "cancelled" },
    ]);
  });

  test("in the middle of a node tells its runner, and that node counts as cancelled", async () => {
    const user = new AbortController();
    const running = execute(steps(chain), { signal: user.signal, runners: { double: untilAborted } });

    user.abort();
    const { result, state, events } = await running;

    expect(result).toEqual({ outcome: "cancelled" });
    expect(state.nodes.a?.status).toBe("succeeded");
    expect(state.nodes.b?.status).toBe("cancelled");
    expect(state.nodes.c?.skipped).toEqual({ kind: "cancelled" });
    expect(events.map(({ type }) => type).slice(-3)).toEqual(["run.cancelling", "step.skipped", "run.finished"]);
  });

  test("from within a synchronous node stops after it", async () => {
    const user = new AbortController();

    const { result, state } = await execute(steps(chain), {
      signal: user.signal,
      runners: { double: () => (user.abort(), { value: 1 }) },
    });

    expect(result.outcome).toBe("cancelled");
    expect(state.nodes.b?.status).toBe("cancelled");
  });

  test("gets through between the items of a long synchronous list", async () => {
    const user = new AbortController();
    setTimeout(() => user.abort(), 30);

    const { result } = await execute(steps(["r: range 100000", "d: double <- r"]), {
      signal: user.signal,
      runners: {
        double: ({ inputs }) => {
          for (const end = performance.now() + 1; performance.now() < end;);
          return { value: inputs.value };
        },
      },
    });

    expect(result.outcome).toBe("cancelled");
  });

  test("gets through between synchronous nodes, and between asynchronous ones that never wait", async () => {
    const user = new AbortController();
    setTimeout(() => user.abort(), 5);
    const long = ["s0: give 1", ...Array.from({ length: 400 }, (_, index) => `s${index + 1}: double <- s${index}`)];
    const busy = (value: number) => {
      for (const end = performance.now() + 0.5; performance.now() < end;);
      return { value };
    };

    const { result } = await execute(steps(long), {
      signal: user.signal,
      runners: { double: ({ inputs }) => (inputs.value === 1 ? busy(2) : Promise.resolve(busy(1))) },
    });

    expect(result.outcome).toBe("cancelled");
  });

  test("ends the wait of a retry at once", async () => {
    const user = new AbortController();
    const plan = steps(["a: give 3", "bad: fail-on-three <- a"], { bad: { retry: { attempts: 5, delayMs: 60_000 } } });
    const running = execute(plan, { signal: user.signal });

    await soon();
    user.abort();

    expect((await running).result).toEqual({ outcome: "cancelled" });
  });

  test("waits for values that are being stored, and run.finished stays the last event", async () => {
    // On a busy machine the time that is left to stop may be over before this test goes on.
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const user = new AbortController();
    const stored = deferred<RecordedFlow>();
    const events: RunEvent[] = [];
    const running = execute(steps(chain), {
      signal: user.signal,
      emit: (event) => events.push(event),
      record: () => stored.promise,
      runners: { double: untilAborted },
    });

    user.abort();
    await nextTurn();
    expect(events.map(({ type }) => type)).not.toContain("run.finished");
    stored.resolve({ kind: "number", preview: { kind: "number", value: 1 }, inline: 1 });
    await running;

    expect(events.map(({ type }) => type).slice(-3)).toEqual(["step.finished", "step.skipped", "run.finished"]);
  });

  test("does not wait for ever for a runner that heeds no signal", async () => {
    const user = new AbortController();
    const running = execute(steps(chain), { signal: user.signal, runners: { double: () => new Promise(() => {}) } });

    user.abort();

    expect((await running).result.outcome).toBe("cancelled");
  });

  test("for a reason of its own, such as memory, is a failure of the run", async () => {
    const host = new AbortController();
    const running = execute(steps(chain), { signal: host.signal, runners: { double: untilAborted } });

    host.abort(new NodeError("memory-limit", "The run took more than 4 GB of memory."));

    expect((await running).result).toEqual({
      outcome: "failed",
      failure: { kind: "memory-limit", message: "The run took more than 4 GB of memory." },
    });
  });
});

describe("resuming", () => {
  const lines = ["r: range 3", "d: double <- r", "t: total <- d", "unread: give 5", "e: double <- t"];

  test("finished steps do not run again, and only what is still read is fetched", async () => {
    const plan = steps(lines);
    const first = await execute(plan);
    const { r, d, unread } = first.state.nodes;
    const called: string[] = [];
    const restored: RecordedFlow[] = [];
    const counted = hostOf();

    const { state, events } = await execute(plan, {
      attempt: 2,
      finishedSteps: Object.fromEntries(
        Object.entries({ r, d, unread }).map(([id, node]) => [id, { durationMs: 1, outputs: node!.outputs }]),
      ),
      restore: (record) => (restored.push(record), counted.restore(record)),
      runners: Object.fromEntries(
        Object.entries(counted.runners).map(([type, run]) => [
          type,
          (step: Parameters<AnyNodeRunner>[0]) => (called.push(type), run(step)),
        ]),
      ),
    });

    expect(called).toEqual(["total", "double"]);
    expect(restored).toEqual([d!.outputs.value]);
    expect(events[0]).toMatchObject({ type: "run.started", attempt: 2, resumedSteps: ["r", "d", "unread"] });
    expect(state.nodes.e?.outputs).toEqual(first.state.nodes.e?.outputs);
  });

  test("a port that had not fired is still not fired", async () => {
    const plan = steps(["a: give 3", "i: if <- a", "b: double <- i.even", "c: double <- i.odd"]);
    const first = await execute(plan);

    const { state, outputs } = await execute(plan, {
      finishedSteps: { i: { durationMs: 1, outputs: first.state.nodes.i!.outputs } },
    });

    expect(state.nodes.b?.skipped).toEqual({ kind: "not-fired", nodeId: "i", port: "even" });
    expect(outputs("c")).toEqual({ value: 6 });
  });

  test("several steps that read one value fetch it once", async () => {
    const plan = steps(["a: give 3", "b: double <- a", "c: double <- a", "d: add <- a, a"]);
    const first = await execute(plan);
    let fetches = 0;

    const { outputs } = await execute(plan, {
      finishedSteps: { a: { durationMs: 1, outputs: first.state.nodes.a!.outputs } },
      restore: async () => (fetches++, { kind: "number", value: 3 }),
    });

    expect(fetches).toBe(1);
    expect(outputs("d")).toEqual({ sum: 6 });
  });

  test("what cannot be fetched fails the step that needed it", async () => {
    const plan = steps(["a: give 3", "b: double <- a", "c: give 1"]);
    const first = await execute(plan);

    const { result, state } = await execute(plan, {
      finishedSteps: { a: { durationMs: 1, outputs: first.state.nodes.a!.outputs } },
      restore: () => Promise.reject(new NodeError("missing-file", "The value is no longer stored.")),
    });

    expect(result).toMatchObject({ outcome: "failed", failure: { kind: "missing-file" } });
    expect(state.nodes.c?.status).toBe("succeeded");
  });

  test("a run whose steps had all finished ends at once", async () => {
    const plan = steps(["a: give 3"]);
    const { state } = await execute(plan);

    const { events } = await execute(plan, {
      finishedSteps: { a: { durationMs: 1, outputs: state.nodes.a!.outputs } },
    });

    expect(events.map(({ type }) => type)).toEqual(["run.started", "run.finished"]);
  });
});

describe("records", () => {
  test("do not hold back what needs only the value; each step's end is told when its record is stored", async () => {
    const order: string[] = [];
    const plan = steps(["a: give 1", "b: double <- a"]);
    const { record } = hostOf();
    const begun = deferred<void>();

    await execute(plan, {
      record: async (flow) => (await begun.promise, record(flow)),
      emit: (event) => {
        if ("nodeId" in event) order.push(`${event.type} ${event.nodeId}`);
        if (event.type === "step.started" && event.nodeId === "b") begun.resolve();
      },
    });

    expect(order).toEqual(["step.started a", "step.started b", "step.finished a", "step.finished b"]);
  });

  test("of long steps are durable before what follows starts; those of short steps do not wait", async () => {
    let time = 0;
    const order: string[] = [];
    const plan = steps(["quick: give 1", "slow: double <- quick", "after: split <- slow"]);

    await execute(plan, {
      now: () => time,
      emit: (event) => void ("nodeId" in event && order.push(`${event.type} ${event.nodeId}`)),
      flush: async () => void order.push("flush"),
      runners: { double: ({ inputs }) => ((time += 21), { value: inputs.value }) },
    });

    expect(order.slice(3)).toEqual(["step.finished slow", "flush", "step.started after", "step.finished after"]);
    expect(order.filter((what) => what === "flush")).toHaveLength(1);
  });

  test("that cannot be made fail the step and the run, and the values flow on", async () => {
    const plan = steps(["a: give 1", "b: double <- a"]);
    const { record } = hostOf();
    const refuse = () => {
      throw new NodeError("not-serialisable", "It holds itself.");
    };
    const isFirst = (flow: Flow) => "value" in flow && flow.value === 1;

    for (const fail of [refuse, () => Promise.reject(new NodeError("not-serialisable", "It holds itself."))]) {
      const { result, state } = await execute(plan, { record: (flow) => (isFirst(flow) ? fail() : record(flow)) });

      expect(result).toMatchObject({ outcome: "failed", failure: { kind: "not-serialisable" } });
      expect(state.nodes.b?.status).toBe("succeeded");
    }
  });

  test("that pile up hold back further steps", async () => {
    const pending: (() => void)[] = [];
    let started = 0;
    const plan = steps(Array.from({ length: 200 }, (_, index) => `s${index}: give 1`));
    const { record } = hostOf();

    const running = execute(plan, {
      emit: (event) => void (started += Number(event.type === "step.started")),
      record: (flow) => new Promise((resolve) => pending.push(() => resolve(record(flow)))),
    });
    expect(started).toBeLessThan(100);
    while (pending.length > 0) {
      for (const store of pending.splice(0)) store();
      await soon();
    }
    await running;

    expect(started).toBe(200);
  });

  test("a flush that cannot be made ends the execution with its error, for the host to handle", async () => {
    let time = 0;
    const host = hostOf({
      now: () => time,
      flush: () => Promise.reject(new Error("the worker is gone")),
      runners: { give: () => ((time += 50), { value: 1 }) },
    });

    await expect(executePlan(steps(chain), host)).rejects.toThrow("the worker is gone");
  });
});

describe("memory", () => {
  test("a value is dropped when its last reader has ended", async () => {
    setFlagsFromString("--expose-gc");
    const collectGarbage = runInNewContext("gc") as () => void;
    const gone: number[] = [];
    const registry = new FinalizationRegistry((id: number) => gone.push(id));
    const plan = steps(["a: give 1", "b: pass <- a", "c: pass <- b", "wait: pass <- c"]);
    const reached = deferred<void>();
    const release = deferred<void>();
    let made = 0;

    const running = execute(plan, {
      record: () => ({ kind: "number", preview: { kind: "number", value: 1 }, inline: 1 }),
      runners: {
        give: () => ({ value: 1 }),
        pass: async () => {
          if (++made === 3) {
            reached.resolve();
            await release.promise;
          }
          const value = { kind: "number", value: made };
          registry.register(value, made);
          return { value };
        },
      },
    });
    await reached.promise;
    for (let round = 0; round < 20 && gone.length === 0; round++) {
      collectGarbage();
      await soon(5);
    }
    release.resolve();
    await running;

    expect(gone).toContain(1);
  });
});
