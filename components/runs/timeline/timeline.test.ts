import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NodeRunState, RunState } from "#graph/run-events";
import { queuedRun } from "#graph/reduce-run";
import type { StepRow } from "../step-row.ts";
import { fittingSpeed } from "../rewind/rewind-speeds.ts";
import { timelineRows } from "./lanes.ts";
import { spanOf } from "./run-span.ts";
import { barsOf } from "./step-bars.ts";
import { createTimeScale } from "./time-scale.ts";
import { tickLabel, ticksOf, tickStep } from "./time-ticks.ts";
import { clampWindow, panWindow, zoomWindow } from "./time-window.ts";

const node = (more: Partial<NodeRunState>): NodeRunState => ({
  status: "succeeded",
  attempt: 1,
  outputs: {},
  log: [],
  ...more,
});
const attempts = [{ attempt: 1, at: 1_000, worker: "w", environment: environment(7) }];
function environment(engine: number) {
  return { app: "", node: "", ort: "", platform: "", devices: ["cpu"], engine, models: [] };
}

describe("the time that is shown", () => {
  test("is the time that passed, where something happened nearly all along", () => {
    const scale = createTimeScale({ fromMs: 100, toMs: 200 }, [
      { fromMs: 100, toMs: 140 },
      { fromMs: 150, toMs: 200 },
    ]);

    expect(scale).toMatchObject({ length: 100, folds: [] });
    expect([scale.toShown(100), scale.toShown(145), scale.toShown(200)]).toEqual([0, 45, 100]);
  });

  test("has nights and long waits folded, and goes on behind them", () => {
    const day = 86_400_000;
    const scale = createTimeScale({ fromMs: 0, toMs: day + 1_000 }, [
      { fromMs: 0, toMs: 1_000 },
      { fromMs: day, toMs: day + 1_000 },
    ]);

    expect(scale.folds).toEqual([{ at: 1_000, width: 80, durationMs: day - 1_000 }]);
    expect(scale.length).toBe(2_080);
    expect(scale.toShown(day + 500)).toBe(1_580);
    expect(ticksOf(scale, { from: 0, to: scale.length }, 5).map(({ label }) => label)).toEqual([
      "0",
      "500 ms",
      "1.0 s",
      "+0",
      "+500 ms",
      "+1.0 s",
    ]);
  });

  test("goes there and back again, and never backwards", () => {
    const span = fc.record({ fromMs: fc.nat(1e6), toMs: fc.nat(1e6) });
    fc.assert(
      fc.property(fc.array(span), fc.array(fc.nat(1e6), { minLength: 2 }), (busy, times) => {
        const scale = createTimeScale({ fromMs: 0, toMs: 1e6 }, busy);
        const sorted = times.toSorted((a, b) => a - b);
        const shown = sorted.map(scale.toShown);
        for (const [index, at] of shown.entries()) {
          expect(at).toBeGreaterThanOrEqual(shown[index - 1] ?? 0);
          expect(at).toBeLessThanOrEqual(scale.length + 1e-6);
          expect(scale.toReal(at)).toBeCloseTo(sorted[index]!, 3);
        }
      }),
    );
  });
});

test.each([
  [0.4, 8, 0.05],
  [40, 8, 5],
  [212, 8, 50],
  [1_000, 5, 200],
  [9_000, 8, 2_000],
  [90_000, 6, 15_000],
  [7_200_000, 6, 1_800_000],
  [172_800_000, 6, 43_200_000],
])("of %d ms about %d ticks are %d ms apart", (length, count, step) => {
  expect(tickStep(length, count)).toBeCloseTo(step, 6);
});

test.each([
  [0, 1, "0"],
  [0.25, 0.05, "0.25 ms"],
  [40, 20, "40 ms"],
  [1_250, 50, "1.25 s"],
  [60_000, 15_000, "1 min"],
  [150_000, 30_000, "2 min 30 s"],
  [10_800_000, 3_600_000, "3 h"],
])("%d ms at steps of %d is %s", (ms, step, label) => {
  expect(tickLabel(ms, step)).toBe(label);
});

describe("what is in view", () => {
  test("comes nearer around the pointer, and goes back to everything", () => {
    const near = zoomWindow(null, { length: 100, factor: 4, fraction: 0.25 });
    expect(near).toEqual({ from: 18.75, to: 43.75 });
    expect(zoomWindow(near, { length: 100, factor: 1 / 4, fraction: 0.25 })).toBeNull();
  });

  test("stays within what there is, whatever is done to it", () => {
    const move = fc.oneof(
      fc.record({
        factor: fc.double({ min: 0.1, max: 10, noNaN: true }),
        fraction: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      fc.record({ by: fc.double({ min: -3, max: 3, noNaN: true }) }),
    );
    fc.assert(
      fc.property(fc.array(move, { maxLength: 30 }), fc.double({ min: 1, max: 1e7, noNaN: true }), (moves, length) => {
        let chosen = clampWindow({ from: 0, to: length / 2 }, length);
        for (const one of moves) {
          chosen = "by" in one ? panWindow(chosen, { length, ...one }) : zoomWindow(chosen, { length, ...one });
          if (!chosen) continue;
          expect(chosen.from).toBeGreaterThanOrEqual(0);
          expect(chosen.to).toBeLessThanOrEqual(length * (1 + 1e-9));
          expect(chosen.to).toBeGreaterThan(chosen.from);
        }
      }),
    );
  });
});

describe("the bars of a step", () => {
  const bars = (one: NodeRunState, nowMs = 9_999) =>
    barsOf(one, { nowMs, attempts }).map(({ kind, fromMs, toMs }) => `${kind} ${fromMs}–${toMs}`);

  test("tell waiting, its own work and, on it, the calls of its model", () => {
    const call = { at: 1_110, waitedMs: 5, copyInMs: 1, computeMs: 20, copyOutMs: 2 };

    expect(bars(node({ startedAt: 1_100, waitedMs: 50, durationMs: 40, calls: [call] }))).toEqual([
      "wait 1050–1100",
      "work 1100–1140",
      "wait 1105–1110",
      "copy 1110–1111",
      "compute 1111–1131",
      "copy 1131–1133",
    ]);
  });

  test("say which calls were computed together, and only within one engine", () => {
    const call = (number: number) => ({
      at: 1_110,
      waitedMs: 0,
      copyInMs: 0,
      computeMs: 2,
      copyOutMs: 0,
      joint: { number, size: 4 },
    });
    const [, first, second] = barsOf(node({ startedAt: 1_100, durationMs: 9, calls: [call(3), call(4)] }), {
      nowMs: 0,
      attempts,
    });

    expect([first!.joint, second!.joint]).toEqual([
      { key: "7 3", size: 4 },
      { key: "7 4", size: 4 },
    ]);
  });

  test("keep its earlier tries, and the waits between them within an attempt", () => {
    const failed = { startedAt: 1_100, endedAt: 1_110, how: "failed" as const };
    const lost = { startedAt: 1_120, endedAt: 1_130, how: "lost" as const };
    const further = [...attempts, { attempt: 2, at: 1_500, worker: "w" }];

    const drawn = barsOf(node({ status: "running", startedAt: 1_520, tries: [failed, lost] }), {
      nowMs: 1_530,
      attempts: further,
    });

    expect(drawn.map(({ kind, fromMs, toMs }) => `${kind} ${fromMs}–${toMs}`)).toEqual([
      "failed 1100–1110",
      "wait 1110–1120",
      "lost 1120–1130",
      "running 1520–1530",
    ]);
  });

  test("of a cached one are a mark, of one that has not begun none", () => {
    const cached = { runId: "r", at: 0, savedMs: 5 };
    expect(bars(node({ startedAt: 1_100, durationMs: 0, cached }))).toEqual(["cached 1100–1100"]);
    expect(bars(node({ status: "waiting" }))).toEqual([]);
  });
});

test("by device, steps stand under the device and the engine that computed them, the first on top", () => {
  const step = (nodeId: string, one: Partial<NodeRunState>): StepRow => ({
    nodeId,
    depth: 0,
    title: nodeId,
    icon: "x",
    status: "succeeded",
    words: "",
    node: node(one),
  });
  const run: RunState = {
    ...queuedRun,
    attempts: [...attempts, { attempt: 2, at: 2_000, worker: "w", environment: environment(9) }],
  };
  const steps = [
    step("late", { startedAt: 2_100 }),
    step("kept", { startedAt: 1_000, cached: { runId: "r", at: 0, savedMs: 1 } }),
    step("model", { startedAt: 1_050, device: "cuda:0" }),
    step("first", { startedAt: 1_010 }),
    step("never", { status: "waiting" }),
  ];

  const rows = timelineRows(steps, run, "lane").map((row) => (row.kind === "lane" ? `[${row.name}]` : row.step.nodeId));

  expect(rows).toEqual([
    "[CPU, engine 1]",
    "first",
    "[CUDA 0, engine 1]",
    "model",
    "[CPU, engine 2]",
    "late",
    "[Not begun]",
    "never",
    "[Taken over, not computed]",
    "kept",
  ]);
});

test.each([
  [300, 0.05],
  [8_000, 1],
  [86_400_000, 100],
])("a run of %d ms is watched again at %d times its speed", (length, speed) => {
  expect(fittingSpeed(length)).toBe(speed);
});

test("a run spans from its first attempt to its end, or until now, and has no span before it begins", () => {
  expect(spanOf(queuedRun, 5_000)).toBeNull();
  const running: RunState = {
    ...queuedRun,
    status: "running",
    startedAt: 1_000,
    nodes: { a: node({ status: "running", startedAt: 1_100 }) },
  };
  expect(spanOf(running, 3_000)).toEqual({ fromMs: 1_000, toMs: 3_000 });
  expect(spanOf({ ...running, finishedAt: 2_000 }, 9_000)).toEqual({ fromMs: 1_000, toMs: 2_000 });
});
