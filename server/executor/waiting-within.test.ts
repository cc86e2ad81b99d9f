import { describe, expect, test } from "vitest";
import type { RunState, StepResultRecord } from "#graph/run-events";
import type { GraphNode } from "#graph/schema";
import type { WaitAnswer } from "#graph/waits";
import { askPerson, execute } from "./executor-for-tests.ts";
import type { ExecutorHost } from "./executor-host.ts";
import { graphWith, nodeOf, planWith, refTo, subWorkflowRunners } from "./sub-workflows-for-tests.ts";

/** Doubles its input "x", and gives it out when somebody says yes. */
const inner = graphWith(
  [
    nodeOf("x", "workflow-input", { name: "x" }),
    nodeOf("twice", "double", {}),
    nodeOf("q", "ask", {}),
    nodeOf("end", "workflow-output", { name: "result" }),
  ],
  ["x.value -> twice.value", "twice.value -> q.value", "q.yes -> end.value"],
);
const subGraphs = { inner: { title: "Inner", graph: inner } };

function calling(rest: Partial<GraphNode>, source = nodeOf("n", "give", { arg: 5 })) {
  const port = source.type === "range" ? "values" : "value";
  const graph = graphWith(
    [source, nodeOf("sub", "run", { workflow: refTo("inner", inner) }, rest), nodeOf("after", "pass", {})],
    [`n.${port} -> sub.x`, "sub.result -> after.value"],
  );
  return planWith(graph, subGraphs);
}

const run = (plan: ReturnType<typeof planWith>, overrides: Partial<ExecutorHost> = {}) =>
  execute(plan, { ...overrides, runners: { ...subWorkflowRunners, ask: askPerson, ...overrides.runners } });

const approved: WaitAnswer = { kind: "approved", at: 5, by: "Ada", note: "" };

function finishedSteps({ nodes }: RunState): Record<string, StepResultRecord> {
  const finished = Object.entries(nodes).filter(([, { status }]) => status === "succeeded");
  return Object.fromEntries(finished.map(([id, { outputs }]) => [id, { durationMs: 1, outputs }]));
}

describe.each<[string, Partial<GraphNode>]>([
  ["laid out flat", {}],
  ["run as one step", { timeoutMs: 60_000 }],
])("a step that waits in a workflow within the workflow, %s", (_, rest) => {
  test("parks the run, and the node that runs it waits with it", async () => {
    const { result, state } = await run(calling(rest));

    expect(result).toEqual({ outcome: "waiting", failedSteps: {} });
    expect(state.nodes["sub/q"]?.waits).toMatchObject([{ kind: "approval", item: [] }]);
    expect(state.nodes.sub).toMatchObject({ status: "paused", waits: [] });
    expect(state.nodes.after).toBeUndefined();
  });

  test("goes on with the answer, and what had finished within does not run again", async () => {
    const plan = calling(rest);
    const first = await run(plan);

    const { result, outputs, events } = await run(plan, {
      attempt: 2,
      finishedSteps: finishedSteps(first.state),
      waits: { "sub/q/": { answer: approved } },
    });

    expect(result).toEqual({ outcome: "succeeded" });
    expect(outputs("after")).toEqual({ value: 10 });
    const started = events.flatMap((event) => (event.type === "step.started" ? [event.nodeId] : []));
    expect(started).toContain("sub/q");
    expect(started).not.toContain("sub/twice");
  });
});

test("where the workflow runs for each item of a list, it says that it cannot wait there", async () => {
  const { result } = await run(calling({}, nodeOf("n", "range", { arg: 2 })));

  expect(result.failure).toMatchObject({
    kind: "not-allowed",
    message: expect.stringMatching(
      /asks for an approval or waits for a time, which it cannot where it runs for each item/,
    ),
  });
});
