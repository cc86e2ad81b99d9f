import { describe, expect, test } from "vitest";
import { queuedRun, waitingNode } from "#graph/reduce-run";
import type { NodeRunState, RunEnvironment, RunState } from "#graph/run-events";
import { emptyGraph, type Graph } from "#graph/schema";
import { definitions } from "#nodes/definitions";
import type { ValueDifference } from "#graph/value-differences";
import type { StepRow } from "../runs/step-row.ts";
import { areAlike, sharedNodes } from "./are-alike.ts";
import { absenceWords, type ComparedStep, comparedSteps } from "./compared-steps.ts";
import { differenceWords } from "./difference-words.ts";
import { environmentRows } from "./environment-rows.ts";
import { howWords, isSteady, stepTimes } from "./step-times.ts";

const row = (node: Partial<NodeRunState>, more: Partial<StepRow> = {}): StepRow => ({
  nodeId: "n",
  depth: 0,
  title: "Step",
  icon: "x",
  status: "succeeded",
  words: "Done",
  node: { ...waitingNode, status: "succeeded", ...node },
  ...more,
});
const step = (nodeId: string, a: StepRow | null, b: StepRow | null): ComparedStep => ({ nodeId, title: nodeId, a, b });

describe("times of steps", () => {
  test("those that changed most come first, whichever way", () => {
    const times = stepTimes([
      step("little", row({ durationMs: 10 }), row({ durationMs: 12 })),
      step("slower", row({ durationMs: 10 }), row({ durationMs: 60 })),
      step("faster", row({ durationMs: 90 }), row({ durationMs: 10 })),
      step("never", row({}), null),
    ]);

    expect(times.map(({ nodeId, changeMs }) => [nodeId, changeMs])).toEqual([
      ["faster", -80],
      ["slower", 50],
      ["little", 2],
    ]);
  });

  test("a step that was cached in one of them, or tried again, says so", () => {
    const cached = { runId: "r", at: 1, savedMs: 5 };
    const tries = [{ startedAt: 1, endedAt: 2, how: "failed" as const }];
    const [one] = stepTimes([step("a", row({ durationMs: 5 }), row({ durationMs: 0, cached }))]);
    const [other] = stepTimes([step("a", row({ durationMs: 5 }), row({ durationMs: 5, tries }))]);
    const [missing] = stepTimes([step("a", row({ durationMs: 5 }), null)]);

    expect([one, other, missing].map((time) => howWords(time!))).toEqual(["ran → cached", "1 → 2 tries", "only in A"]);
  });

  test("what is within five in a hundred, or a millisecond, is no change", () => {
    const steady = (a: number, b: number) =>
      isSteady(stepTimes([step("a", row({ durationMs: a }), row({ durationMs: b }))])[0]!);

    expect([steady(0.2, 1), steady(100, 104), steady(100, 110)]).toEqual([true, true, false]);
  });
});

test("a value that one run does not have has a reason", () => {
  const failure = { kind: "bad-input", message: "The picture is black." } as const;

  expect(absenceWords(null)).toBe("This run does not have the step.");
  expect(absenceWords(row({ failure }, { status: "failed" }))).toBe("The step failed: The picture is black.");
  expect(absenceWords(row({}))).toBe("The step gave nothing at this port.");
  expect(absenceWords(row({}, { status: "skipped", words: "Skipped: nothing from Resize" }))).toBe(
    "Skipped: nothing from Resize.",
  );
});

describe("environments", () => {
  const state = (environment?: Partial<RunEnvironment>): RunState => ({
    status: "succeeded",
    isCancelling: false,
    attempt: 1,
    nodes: {},
    attempts: [
      {
        attempt: 1,
        at: 1,
        worker: "w",
        ...(environment && {
          environment: {
            app: "1",
            node: "24",
            ort: "1.30",
            platform: "linux x64",
            devices: ["cpu"],
            models: [],
            ...environment,
          },
        }),
      },
    ],
  });

  test("tell a model that has another hash, and what is the same", () => {
    const hash = (digit: string) => digit.repeat(64);
    const rows = environmentRows(
      state({ models: [{ name: "shapes", hash: hash("a") }] }),
      state({ models: [{ name: "shapes", hash: hash("b") }], devices: ["cuda", "cpu"] }),
    );

    expect(rows).toMatchObject([
      { name: "shapes", a: "aaaaaaaa", b: "bbbbbbbb", isSame: false },
      { name: "Devices", a: "cpu", b: "cuda, cpu", isSame: false },
      { name: "ONNX Runtime", isSame: true },
      { name: "Patchbay", isSame: true },
      { name: "Node", isSame: true },
      { name: "Platform", isSame: true },
    ]);
  });

  test("are not compared where one was recorded without", () => {
    expect(environmentRows(state({}), state())).toBeNull();
  });
});

test.each<[ValueDifference, string, string]>([
  [{ kind: "same", how: "values" }, "the same value in other bytes", ""],
  [{ kind: "number", a: 2, b: 3, absolute: 1, relative: 0.5 }, "2 → 3", "+50 %"],
  [{ kind: "number", a: 1, b: 1 + 1e-9, absolute: 1e-9, relative: 0 }, "1 → 1.000000001", "0 %"],
  [{ kind: "number", a: 0, b: -3, absolute: 3, relative: null }, "0 → -3", ""],
  [
    {
      kind: "image",
      sizes: [
        { width: 2, height: 1 },
        { width: 2, height: 1 },
      ],
      channels: [3, 3],
      pixels: { max: 9, mean: 1.5, differing: 1, total: 4, at: [0, 0] },
      map: null,
    },
    "max 9, mean 1.5 of 255",
    "25 % px",
  ],
  [
    {
      kind: "list",
      counts: [12, 12],
      same: 8,
      differing: 4,
      onlyA: 0,
      onlyB: 0,
      examined: 4,
      largest: { index: 2, difference: { kind: "number", a: 1, b: 2, absolute: 1, relative: 1 } },
    },
    "4 of 12 items",
    "+100 %",
  ],
  [
    {
      kind: "detections",
      sizes: [
        { width: 1, height: 1 },
        { width: 1, height: 1 },
      ],
      counts: [3, 4],
      matched: 3,
      unchanged: 1,
      labelChanges: 1,
      meanIou: 0.94,
      meanScoreChange: 0,
      maxScoreChange: 0,
      changed: [],
      onlyA: [],
      onlyB: [],
      onlyACount: 0,
      onlyBCount: 1,
    },
    "+1, 1 renamed, 1 changed, IoU 0.94",
    "3 / 4",
  ],
  [{ kind: "number", a: 6, b: 6.000_000_1, absolute: 1e-7, relative: 1.7e-8 }, "6 → 6.0000001", "+< 0.1 %"],
])("what differs is told in some words: %j", (difference, words, number) => {
  expect(differenceWords(difference)).toEqual({ words, number });
});

describe("graphs of two workflows", () => {
  const graphOf = (...nodes: string[]): Graph => ({
    ...emptyGraph,
    nodes: Object.fromEntries(
      nodes.map((text) => {
        const [id, type] = text.split(" ") as [string, string];
        return [id, { id, type, version: 1, title: `${type} ${id}`, position: { x: 0, y: 0 }, params: {} }];
      }),
    ),
  });

  test("are alike where half of the smaller one's nodes are in both, of one type", () => {
    const count = graphOf("image workflow-input", "find detect-objects", "count count-by-label", "out workflow-output");
    const score = graphOf("wines workflow-input", "count summarise-table", "out workflow-output", "csv write-table");

    expect(areAlike(count, graphOf("image workflow-input", "find detect-objects", "a evaluate", "b evaluate"))).toBe(
      true,
    );
    expect(areAlike(count, score)).toBe(false);
    expect(sharedNodes(count, score)).toBe(1);
  });

  test("name both steps where two kinds of them have one id", () => {
    const run = (type: string) => ({ graph: graphOf(`count ${type}`), subGraphs: {}, state: queuedRun });

    const [one] = comparedSteps(run("evaluate"), run("resize-image"), definitions);

    expect(one!.title).toBe("evaluate count → resize-image count");
  });
});
