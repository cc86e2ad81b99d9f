import { describe, expect, test } from "vitest";
import { NodeError } from "#graph/node-runner";
import type { Plan } from "#graph/plan";
import type { RunEvent, RunState, StepResultRecord } from "#graph/run-events";
import type { KnownWaits, WaitAnswer } from "#graph/waits";
import { execute, steps } from "./executor-for-tests.ts";
import type { ExecutorHost } from "./executor-host.ts";

const approved: WaitAnswer = { kind: "approved", at: 5, by: "Ada", note: "" };
const rejected: WaitAnswer = { kind: "rejected", at: 5, by: "Ada", note: "no" };

function finishedSteps({ nodes }: RunState): Record<string, StepResultRecord> {
  const finished = Object.entries(nodes).filter(([, { status }]) => status === "succeeded");
  return Object.fromEntries(finished.map(([id, { outputs }]) => [id, { durationMs: 1, outputs }]));
}

/** The attempt after `before`, with what a worker keeps of a run that was parked. */
async function goOn(plan: Plan, before: Awaited<ReturnType<typeof execute>>, waits: KnownWaits) {
  const { result, state } = before;
  if (result.outcome !== "waiting") throw new Error(`The run is not waiting: ${result.outcome}`);
  return execute(plan, { attempt: 2, finishedSteps: finishedSteps(state), failedSteps: result.failedSteps, waits });
}

const typesOf = (events: RunEvent[]) =>
  events.map((event) => ("nodeId" in event ? `${event.type} ${event.nodeId}` : event.type));

describe("a step that waits", () => {
  const plan = steps([
    "a: give 3",
    "q: ask <- a",
    "yes: double <- q.yes",
    "no: double <- q.no",
    "b: give 5",
    "c: double <- b",
  ]);

  test("lets everything else finish, then the run is waiting", async () => {
    const { result, state, events } = await execute(plan);

    expect(result).toEqual({ outcome: "waiting", failedSteps: {} });
    expect(state.status).toBe("waiting");
    expect(state.nodes.q?.status).toBe("paused");
    expect(state.nodes.c?.status).toBe("succeeded");
    expect(state.nodes.yes).toBeUndefined();
    expect(typesOf(events).at(-1)).toBe("run.waiting");
  });

  test("says what it waits for, with the value that is to be judged", async () => {
    const { state } = await execute(plan, { now: () => 1_000 });

    expect(state.nodes.q?.waits).toEqual([
      {
        item: [],
        kind: "approval",
        title: "Ask",
        message: "Right?",
        role: "runner",
        value: { kind: "number", preview: { kind: "number", value: 3 }, inline: 3 },
        dueAt: 61_000,
      },
    ]);
  });

  test("goes on with the answer, and nothing that had finished runs again", async () => {
    const { state, events, result, outputs } = await goOn(plan, await execute(plan), { "q/": { answer: approved } });

    expect(result).toEqual({ outcome: "succeeded" });
    expect(outputs("yes")).toEqual({ value: 6 });
    expect(state.nodes.no?.skipped).toEqual({ kind: "not-fired", nodeId: "q", port: "no" });
    expect(typesOf(events).filter((type) => type.startsWith("step.started"))).toEqual([
      "step.started q",
      "step.started yes",
    ]);
  });

  test("without an answer waits again, until the time that it had said at first", async () => {
    const first = await execute(plan, { now: () => 1_000 });

    const { state, result } = await goOn(plan, first, { "q/": { dueAt: 61_000 } });

    expect(result.outcome).toBe("waiting");
    expect(state.nodes.q?.waits?.[0]?.dueAt).toBe(61_000);
  });

  test("counts as cancelled when the run is cancelled meanwhile", async () => {
    const user = new AbortController();
    const asked = Promise.withResolvers<void>();
    const running = execute(steps(["a: give 3", "q: ask <- a", "b: give 5", "d: double <- b"]), {
      signal: user.signal,
      emit: ({ type }) => void (type === "step.waiting" && asked.resolve()),
      runners: {
        double: ({ context }) =>
          new Promise((_, reject) => context.signal.addEventListener("abort", () => reject(context.signal.reason))),
      },
    });

    await asked.promise;
    user.abort();
    const { result, state } = await running;

    expect(result).toEqual({ outcome: "cancelled" });
    expect(state.nodes.q?.status).toBe("cancelled");
  });
});

describe("a branch that failed before", () => {
  const plan = steps([
    "a: give 3",
    "q: ask <- a",
    "bad: fail-on-three <- a",
    "after: double <- bad",
    "yes: double <- q.yes",
  ]);

  test("does not run again, skips what follows, and fails the run in the end", async () => {
    const first = await execute(plan);
    const { result, state, events } = await goOn(plan, first, { "q/": { answer: approved } });

    expect(first.result).toMatchObject({
      outcome: "waiting",
      failedSteps: { bad: { failure: { kind: "bad-input" } } },
    });
    expect(result).toMatchObject({ outcome: "failed", failure: { kind: "bad-input" } });
    expect(events[0]).toMatchObject({ resumedSteps: ["a"], failedSteps: ["bad"] });
    expect(typesOf(events)).not.toContain("step.started bad");
    expect(state.nodes.after?.skipped).toEqual({ kind: "upstream", nodeId: "bad" });
    expect(state.nodes.yes?.status).toBe("succeeded");
  });
});

describe("a lifted step", () => {
  const plan = steps(["r: range 3", "q: ask <- r", "yes: double <- q.yes", "no: double <- q.no"]);

  test("waits for each item", async () => {
    const { state } = await execute(plan);

    expect(state.nodes.q?.items).toBe(3);
    expect(state.nodes.q?.waits?.map(({ item }) => item)).toEqual([[0], [1], [2]]);
  });

  test("waits for those that have no answer, and goes on when all have one", async () => {
    const some = await goOn(plan, await execute(plan), { "q/0": { answer: approved }, "q/2": { answer: rejected } });
    const all = await goOn(plan, some, {
      "q/0": { answer: approved },
      "q/1": { answer: rejected },
      "q/2": { answer: approved },
    });

    expect(some.state.nodes.q?.waits?.map(({ item }) => item)).toEqual([[1]]);
    expect(all.outputs("yes")).toEqual({ value: [0, null, 4] });
    expect(all.outputs("no")).toEqual({ value: [null, 2, null] });
  });

  test("counts items through nested lists", async () => {
    const nested = steps(["r: range 4", "s: split <- r", "q: ask <- s"]);

    const { state } = await execute(nested);

    expect(state.nodes.q?.waits?.map(({ item }) => item.join("."))).toEqual(["1.0", "2.0", "2.1", "3.0", "3.1", "3.2"]);
  });

  test("of more items than people can be asked about fails and says what to do", async () => {
    const { state } = await execute(steps(["r: range 501", "q: ask <- r"]));

    expect(state.nodes.q?.failure).toMatchObject({
      kind: "too-large",
      message: '"Ask" would wait for 501 items one by one; it may for 500. Turn on "Whole lists", or give it fewer.',
    });
  });

  test("whose other items fail does not ask, unless they are dropped", async () => {
    const lines = ["r: range 3", "q: ask <- r"];
    const runners: ExecutorHost["runners"] = {
      ask: ({ inputs, wait }) => {
        if (inputs.value === 1) throw new NodeError("bad-input", "One is not allowed.");
        wait({ kind: "time", forMs: 1_000 });
        return { yes: inputs.value };
      },
    };

    const failed = await execute(steps(lines), { runners });
    const waiting = await execute(steps(lines, { q: { onError: { policy: "drop" } } }), { runners });

    expect(failed.result).toMatchObject({ outcome: "failed", failure: { item: [1] } });
    expect(waiting.state.nodes.q?.waits?.map(({ item }) => item)).toEqual([[0], [2]]);
  });
});

describe("a time", () => {
  const untilMs = 5_000;
  const runners: ExecutorHost["runners"] = {
    ask: ({ inputs, wait }) => (wait({ kind: "time", untilMs }), { yes: inputs.value }),
  };

  test("that has passed is not waited for", async () => {
    const { result } = await execute(steps(["a: give 3", "q: ask <- a"]), { runners, now: () => 6_000 });

    expect(result.outcome).toBe("succeeded");
  });

  test("that has not is told as due", async () => {
    const { state } = await execute(steps(["a: give 3", "q: ask <- a"]), { runners, now: () => 1_000 });

    expect(state.nodes.q?.waits).toEqual([{ item: [], kind: "time", dueAt: 5_000 }]);
  });
});

describe("the run's time limit", () => {
  test("is known to runners, and the step's goes before it where it ends sooner", async () => {
    const known: number[] = [];
    const runners: ExecutorHost["runners"] = {
      double: ({ inputs, context }) => (known.push(context.remainingMs()), { value: inputs.value }),
    };
    const plan = steps(["a: give 3", "b: double <- a", "c: double <- b"], { c: { timeoutMs: 300 } });

    await execute(plan, { runners, now: () => 1_000, deadline: 1_500 });
    await execute(steps(["a: give 3", "b: double <- a"]), { runners });

    expect(known).toEqual([500, 300, Infinity]);
  });

  test("leaves no room for a retry whose wait would outlast it: the failure itself is told", async () => {
    const plan = steps(["a: give 3", "bad: fail-on-three <- a"], { bad: { retry: { attempts: 5, delayMs: 60_000 } } });

    const { result, events } = await execute(plan, { now: () => 1_000, deadline: 11_000 });

    expect(result).toMatchObject({ outcome: "failed", failure: { kind: "bad-input" } });
    expect(typesOf(events)).not.toContain("step.retrying bad");
  });
});
