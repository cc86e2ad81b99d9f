import { describe, expect, test } from "vitest";
import { NodeError } from "#graph/node-runner";
import type { AnyNodeRunner } from "#graph/node-runner";
import type { GraphNode } from "#graph/schema";
import type { ExecutorHost } from "./executor-host.ts";
import { execute } from "./executor-for-tests.ts";
import { graphWith, nodeOf, planWith, refTo, subWorkflowRunners } from "./sub-workflows-for-tests.ts";

/** Doubles its input "x" and adds 1, or what arrives at "plus". */
const inner = graphWith(
  [
    nodeOf("x", "workflow-input", { name: "x" }),
    nodeOf("plus", "workflow-input", { name: "plus", sample: 1 }),
    nodeOf("twice", "double", {}),
    nodeOf("sum", "add", {}),
    nodeOf("end", "workflow-output", { name: "result" }),
  ],
  ["x.value -> twice.value", "twice.value -> sum.left", "plus.value -> sum.right", "sum.sum -> end.value"],
);
const subGraphs = { inner: { title: "Inner", graph: inner } };
const ref = refTo("inner", inner);

function calling(
  rest: Partial<GraphNode> = {},
  { source = nodeOf("n", "give", { arg: 5 }), type = "run", params = {} } = {},
) {
  const port = source.type === "range" ? "values" : "value";
  const graph = graphWith(
    [source, nodeOf("sub", type, { workflow: ref, ...params }, rest), nodeOf("after", "pass", {})],
    [`n.${port} -> sub.x`, "sub.result -> after.value"],
  );
  return planWith(graph, subGraphs);
}

const run = (plan: ReturnType<typeof planWith>, overrides: Partial<ExecutorHost> = {}) =>
  execute(plan, { ...overrides, runners: { ...subWorkflowRunners, ...overrides.runners } });

/** The runner of "double", failing the first `times` times. */
function failing(times: number): { double: AnyNodeRunner } {
  let calls = 0;
  return {
    double: ({ inputs }) => {
      if (calls++ < times) throw new NodeError("bad-input", "Too hot.");
      return { value: inputs.value * 2 };
    },
  };
}
const fromList = { source: nodeOf("n", "range", { arg: 3 }) };
const wholes: [string, Partial<GraphNode>][] = [
  ["laid out flat", {}],
  ["as one step", { timeoutMs: 60_000 }],
];

describe.each(wholes)("a workflow within a workflow, %s", (_, rest) => {
  test("gives its outputs, takes the sample where nothing is connected, and shows its steps", async () => {
    const { outputs, state, result } = await run(calling(rest));

    expect(result).toEqual({ outcome: "succeeded" });
    expect(outputs("sub")).toEqual({ result: 11 });
    expect(outputs("after")).toEqual({ value: 11 });
    expect(outputs("sub/twice")).toEqual({ value: 10 });
    expect(Object.keys(state.nodes).toSorted()).toEqual(
      ["after", "n", "sub", "sub/end", "sub/plus", "sub/sum", "sub/twice", "sub/x"].toSorted(),
    );
    expect(state.nodes.sub).toMatchObject({ status: "succeeded" });
  });

  test("takes nothing that the run was given, even under a name of its inputs", async () => {
    const { outputs } = await run(calling(rest), { runInput: () => 100 });

    expect(outputs("sub")).toEqual({ result: 11 });
  });

  test("fails with the failure of its step, gives nothing, and skips what depends on it", async () => {
    const { state, result } = await run(calling(rest), { runners: failing(1) });

    expect(result).toMatchObject({ outcome: "failed", failure: { kind: "bad-input" } });
    expect(state.nodes.sub).toMatchObject({
      status: "failed",
      failure: { message: expect.stringContaining("Too hot.") },
    });
    expect(state.nodes["sub/twice"]?.status).toBe("failed");
    expect(state.nodes.after).toMatchObject({ status: "skipped" });
  });

  test("does not run at all where nothing arrives at an input that it needs", async () => {
    const graph = graphWith(
      [nodeOf("n", "give", { arg: 1 }), nodeOf("if", "if", {}), nodeOf("sub", "run", { workflow: ref }, rest)],
      ["n.value -> if.value", "if.even -> sub.x"],
    );

    const { state } = await run(planWith(graph, subGraphs));

    expect(state.nodes.sub?.status).toBe("skipped");
    for (const id of ["x", "plus", "twice", "sum", "end"]) {
      expect(state.nodes[`sub/${id}`]?.status ?? "skipped").toBe("skipped");
    }
  });

  test("is skipped when it is disabled", async () => {
    const { state } = await run(calling({ ...rest, disabled: true }));

    expect(state.nodes.sub).toMatchObject({ status: "skipped", skipped: { kind: "disabled" } });
    expect(state.nodes["sub/twice"]).toBeUndefined();
  });

  test("goes on where an earlier attempt of the run left off", async () => {
    const plan = calling(rest);
    const first = await run(plan);
    const finished = Object.fromEntries(
      ["n", "sub/x", "sub/plus", "sub/twice"].map((id) => [
        id,
        { durationMs: 1, outputs: first.state.nodes[id]!.outputs },
      ]),
    );

    const second = await run(plan, { attempt: 2, finishedSteps: finished, runners: failing(9) });

    expect(second.outputs("sub")).toEqual({ result: 11 });
    expect(second.events[0]).toMatchObject({ resumedSteps: expect.arrayContaining(["n", "sub/twice"]) });
  });
});

test("a list runs it once for each item, and its steps are told in sum", async () => {
  const { outputs, state } = await run(calling({}, fromList));

  expect(outputs("sub")).toEqual({ result: [1, 3, 5] });
  expect(state.nodes.sub).toMatchObject({ status: "succeeded", items: 3 });
  expect(state.nodes["sub/twice"]).toMatchObject({ status: "succeeded", items: 3, outputs: {} });
});

test("what happens on an error counts for the workflow as a whole, item by item", async () => {
  const drop = await run(calling({ onError: { policy: "drop" } }, fromList), { runners: failing(1) });
  expect(drop.outputs("sub")).toEqual({ result: [null, 3, 5] });
  expect(drop.state.nodes.sub).toMatchObject({ droppedItems: 1, failure: { message: 'In "Double": Too hot.' } });

  const other = await run(calling({ onError: { policy: "default", outputs: { result: 7 } } }), { runners: failing(1) });
  expect(other.outputs("sub")).toEqual({ result: 7 });

  const port = await run(calling({ onError: { policy: "port" } }), { runners: failing(1) });
  expect(port.outputs("sub")).toEqual({ error: { kind: "bad-input", message: 'In "Double": Too hot.' } });
});

test("a retry runs the whole workflow again", async () => {
  const { outputs, events } = await run(calling({ retry: { attempts: 1, delayMs: 0 } }), { runners: failing(1) });

  expect(outputs("sub")).toEqual({ result: 11 });
  const starts = events.filter(({ type }) => type === "step.started").map((event) => "nodeId" in event && event.nodeId);
  expect(starts.filter((id) => id === "sub/x")).toHaveLength(2);
});

test("a time limit stops its steps", async () => {
  let isStopped = false;
  const double: AnyNodeRunner = ({ context }) =>
    new Promise((_, reject) =>
      context.signal.addEventListener("abort", () => {
        isStopped = true;
        reject(context.signal.reason as Error);
      }),
    );

  // The clock stands, so the step has begun before the time is over.
  const { state, result } = await run(calling({ timeoutMs: 30 }), { now: () => 1_000, runners: { double } });

  expect(result.outcome).toBe("failed");
  expect(state.nodes.sub).toMatchObject({ status: "failed", failure: { kind: "timeout" } });
  expect(isStopped).toBe(true);
});

test("a run that is cancelled cancels it", async () => {
  const abort = new AbortController();
  const double: AnyNodeRunner = ({ context }) =>
    new Promise((_, reject) => {
      context.signal.addEventListener("abort", () => reject(context.signal.reason as Error));
      setImmediate(() => abort.abort());
    });

  const { result } = await run(calling({ timeoutMs: 60_000 }), { runners: { double }, signal: abort.signal });

  expect(result).toEqual({ outcome: "cancelled" });
});

test("one that is repeated runs as often as its runner asks, and is told in sum", async () => {
  const looping = graphWith(
    [
      nodeOf("x", "workflow-input", { name: "x" }),
      nodeOf("twice", "double", {}),
      nodeOf("end", "workflow-output", { name: "x" }),
    ],
    ["x.value -> twice.value", "twice.value -> end.value"],
  );
  const graph = graphWith(
    [nodeOf("n", "give", { arg: 1 }), nodeOf("loop", "repeat", { workflow: refTo("looping", looping), times: 10 })],
    ["n.value -> loop.x"],
  );

  const { outputs, state } = await run(planWith(graph, { looping: { title: "Looping", graph: looping } }));

  expect(outputs("loop")).toEqual({ x: 1024 });
  expect(state.nodes["loop/twice"]).toMatchObject({ status: "succeeded", items: 10 });
});

test("workflows within workflows within workflows have paths for ids", async () => {
  const middle = graphWith(
    [
      nodeOf("x", "workflow-input", { name: "x" }),
      nodeOf("sub", "run", { workflow: ref }),
      nodeOf("end", "workflow-output", { name: "result" }),
    ],
    ["x.value -> sub.x", "sub.result -> end.value"],
  );
  const graph = graphWith(
    [nodeOf("n", "give", { arg: 5 }), nodeOf("outer", "run", { workflow: refTo("middle", middle) })],
    ["n.value -> outer.x"],
  );

  const { outputs, events } = await run(planWith(graph, { ...subGraphs, middle: { title: "Middle", graph: middle } }));

  expect(outputs("outer")).toEqual({ result: 11 });
  expect(outputs("outer/sub/twice")).toEqual({ value: 10 });
  expect(events[0]).toMatchObject({ innerSteps: { outer: 8, "outer/sub": 5 } });
});
