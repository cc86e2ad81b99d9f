import { expect, test } from "vitest";
import type { RunEvent } from "../../graph/run-events.ts";
import { packOperators, unpackOperators } from "./operator-events.ts";
import type { OperatorEvent } from "./operator-events.ts";
import { traceRun } from "./trace-run.ts";
import type { TracedRun, TraceEvent } from "./trace-run.ts";

const T = 1_000_000;
const started = (nodeId: string, at: number, more: object = {}): RunEvent => ({
  type: "step.started",
  nodeId,
  at: T + at,
  attempt: 1,
  ...more,
});
const finished = (nodeId: string, at: number, durationMs: number, more: object = {}): RunEvent => ({
  type: "step.finished",
  nodeId,
  at: T + at,
  durationMs,
  outputs: {},
  ...more,
});
const begin = (at: number, attempt = 1): RunEvent => ({ type: "run.started", at: T + at, attempt, worker: "w" });
const end = (at: number): RunEvent => ({ type: "run.finished", at: T + at, outcome: "succeeded" });

function trace(events: RunEvent[], more: Partial<Parameters<typeof traceRun>[0]> = {}) {
  return traceRun({
    title: "Test, run 1",
    queuedAt: null,
    claimedAt: null,
    titleOf: (nodeId) => nodeId.toUpperCase(),
    operators: new Map(),
    ...more,
    events,
  });
}

/** "name from–to", in milliseconds from the beginning, of one category. */
function barsOf({ traceEvents }: { traceEvents: TraceEvent[] }, category: string): string[] {
  return traceEvents.flatMap((event) =>
    event.ph === "X" && event.cat === category
      ? [`${event.name} ${event.ts / 1_000}–${(event.ts + event.dur) / 1_000}`]
      : [],
  );
}

/**
 * What chrome://tracing asks of a file: known phases, whole numbers, names for all rows, and bars on one that come one after
 * the other or lie within one another as a whole.
 */
function expectValid({ traceEvents }: { traceEvents: TraceEvent[] }) {
  const named = new Set(traceEvents.flatMap((event) => (event.ph === "M" ? [`${event.pid} ${event.tid}`] : [])));
  const open = new Map<string, number[]>();
  for (const event of traceEvents) {
    expect([event.pid, event.tid].every(Number.isInteger)).toBe(true);
    if (event.ph !== "X") continue;
    const row = `${event.pid} ${event.tid}`;
    expect(named).toContain(row);
    expect([event.ts, event.dur].every((time) => Number.isInteger(time) && time >= 0)).toBe(true);
    const ends = (open.get(row) ?? []).filter((end) => end > event.ts);
    if (ends.length > 0) expect(event.ts + event.dur).toBeLessThanOrEqual(Math.min(...ends));
    open.set(row, [...ends, event.ts + event.dur]);
  }
}

test("a run is drawn from the queue to its last step, each with its title", () => {
  const events = [
    begin(20),
    started("a", 21),
    finished("a", 31, 10.25),
    started("b", 31),
    finished("b", 40, 9),
    end(41),
  ];

  const drawn = trace(events, { queuedAt: T, claimedAt: T + 12 });

  expectValid(drawn);
  expect(barsOf(drawn, "wait")).toEqual(["In the queue 0–12", "Getting ready 12–20"]);
  expect(barsOf(drawn, "run")).toEqual(["Computing 20–41"]);
  // The second began within the millisecond in which the first ended.
  expect(barsOf(drawn, "step")).toEqual(["A 21–31.25", "B 31.25–40.25"]);
  expect(drawn.otherData).toEqual({ run: "Test, run 1", startedAt: new Date(T).toISOString() });
});

test("a step whose model computed it together with others says with how many, and how long it waited for that", () => {
  const events = [begin(0), started("a", 1), finished("a", 5, 4, { batch: { size: 3, waitedMs: 1.5 } }), end(6)];

  const { traceEvents } = trace(events);

  const [step] = traceEvents.filter((event) => event.ph === "X" && event.cat === "step");
  expect(step).toMatchObject({ args: { computedTogether: 3, waitedForModelMs: 1.5 } });
});

test("steps at the same time have rows of their own, and those on a device a group", () => {
  const events = [
    begin(0),
    started("a", 1),
    started("b", 1),
    finished("b", 5, 4),
    started("c", 5),
    finished("a", 9, 8),
    finished("c", 9, 4, { device: "webgpu" }),
    end(10),
  ];

  const drawn = trace(events);

  expectValid(drawn);
  const rows = drawn.traceEvents.flatMap((event) =>
    event.ph === "M" && event.name === "thread_name" ? [event.args.name] : [],
  );
  expect(rows).toEqual(["Run", "Steps 1", "Steps 2", "Steps on webgpu 1"]);
});

test("a step that was ready and kept waiting shows for how long", () => {
  const drawn = trace([begin(0), started("a", 8, { waitedMs: 6.5 }), finished("a", 9, 1), end(9)]);

  expect(barsOf(drawn, "wait")).toEqual(["A 1.5–8"]);
});

test("what an attempt that was lost had begun ends with it, and both attempts are there", () => {
  const drawn = trace([begin(0), started("a", 1), begin(50, 2), started("a", 51), finished("a", 60, 9), end(61)]);

  expectValid(drawn);
  expect(barsOf(drawn, "run")).toEqual(["Computing 0–50", "Attempt 2 50–61"]);
  expect(barsOf(drawn, "step")).toEqual(["A 1–50", "A 51–60"]);
});

/** Of a step for each list of "Operator at duration", in microseconds from when its model was opened. */
function traceOperators(opened: Record<string, { at: number; operators: string[] }>, more: Partial<TracedRun> = {}) {
  const operators = new Map<string, OperatorEvent[]>();
  const profiled = Object.entries(opened).map(([nodeId, { at, operators: lines }]): RunEvent => {
    const kept = packOperators(
      lines.map((line, index) => {
        const [operator = "", atUs, durationUs] = line.split(" ");
        const name = `${operator}${index}`;
        return { name, operator, provider: "CPU", atUs: Number(atUs), durationUs: Number(durationUs) };
      }),
    );
    operators.set(nodeId, unpackOperators(kept));
    const events = { hash: nodeId, sizeBytes: kept.length, mediaType: "application/json" };
    const profile = { model: "Model", openedAt: T + at, operators: [], events };
    return { type: "step.profiled", nodeId, at: T + 16, profile };
  });
  return trace([begin(0), ...profiled, end(16)], { operators, ...more });
}

test("the operators of a profiled step lie where they ran", () => {
  const drawn = traceOperators({ a: { at: 10, operators: ["Conv 2000 1500", "Relu 3500 20"] } });

  expectValid(drawn);
  expect(barsOf(drawn, "operator")).toEqual(["Conv 12–13.5", "Relu 13.5–13.52"]);
});

test("what a loop computes lies within it, and what comes after it where it ran", () => {
  // The runtime writes an operator down when it ends, so that of a loop comes behind those within it.
  const within = ["MatMul 30 163", "Tanh 198 71", "MatMul 288 76", "Tanh 366 58"];

  const drawn = traceOperators({ a: { at: 10.0004, operators: [...within, "Loop 10 538", "Relu 548 7"] } });

  expectValid(drawn);
  expect(barsOf(drawn, "operator")).toEqual([
    "Loop 10.01–10.548",
    "MatMul 10.03–10.193",
    "Tanh 10.198–10.269",
    "MatMul 10.288–10.364",
    "Tanh 10.366–10.424",
    "Relu 10.548–10.555",
  ]);
});

test("operators of two steps that took turns with one model lie where they ran", () => {
  const opened = {
    a: { at: 1, operators: ["Conv 0 1000", "Conv 4000 1000"] },
    b: { at: 1, operators: ["Gemm 2000 1000", "Gemm 6000 1000"] },
  };

  const drawn = traceOperators(opened, { titleOf: () => "Find shapes" });

  expectValid(drawn);
  expect(barsOf(drawn, "operator")).toEqual(["Conv 1–2", "Gemm 3–4", "Conv 5–6", "Gemm 7–8"]);
});

test("a workflow within the workflow reaches from its first step to its last", () => {
  const inner = [started("sub/a", 1), finished("sub/a", 3, 2), started("sub/b", 4), finished("sub/b", 9, 5)];

  const drawn = trace([begin(0), ...inner, end(10)]);

  expectValid(drawn);
  expect(barsOf(drawn, "nest")).toEqual(["SUB 1–9"]);
  expect(barsOf(drawn, "step")).toEqual(["SUB/A 1–3", "SUB/B 4–9"]);
});

test("workflows of one title that ran at the same time have rows of their own", () => {
  const inner = [started("p/a", 1), started("q/a", 2), finished("p/a", 8, 7), finished("q/a", 9, 7)];

  const drawn = trace([begin(0), ...inner, end(10)], { titleOf: () => "Score" });

  expectValid(drawn);
  expect(barsOf(drawn, "nest")).toEqual(["Score 1–8", "Score 2–9"]);
  const rows = drawn.traceEvents.flatMap((event) =>
    event.ph === "M" && event.name === "thread_name" ? [event.args.name] : [],
  );
  expect(rows).toEqual(["Run", "Score", "Score 2", "Steps 1", "Steps 2"]);
});

test("a run of which nothing is known yet is an empty trace", () => {
  expect(trace([])).toMatchObject({ traceEvents: [], otherData: { startedAt: "" } });
});
