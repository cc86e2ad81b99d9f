import { expect, test } from "vitest";
import { graphOf, testLibrary, withParams } from "#graph/graph-for-tests";
import { queuedRun, waitingNode } from "#graph/reduce-run";
import { createEditorStore } from "../editor-store.ts";
import { createRunStore } from "../running/run-store.ts";
import { readInnerPath } from "./inner-path.ts";
import { stepHref } from "./open-inner.ts";

const runs = (id: string) => ({ workflow: { id, version: null, title: id, inputs: [], outputs: [] } });
const calling = (id: string) => withParams(graphOf("call: camera", "last: resize"), "call", runs(id));

function tools({ hasRun = false } = {}) {
  const editor = createEditorStore({ graph: calling("middle"), library: testLibrary });
  editor.getState().setSubGraphs({
    middle: { title: "Middle", graph: calling("inner") },
    inner: { title: "Inner", graph: graphOf("c: camera") },
  });
  const store = createRunStore();
  if (hasRun) store.setState({ runId: "run", run: { ...queuedRun, nodes: { call: waitingNode } } });
  return { workflowId: "outer", path: readInnerPath(new URLSearchParams()), editor, runs: store } as const;
}

test("the way to a step leads through each workflow that it is in, with the run that is shown", () => {
  expect(stepHref(tools(), "call/last")).toBe("/workflows/middle?within=outer%2Fcall&node=last");
  expect(stepHref(tools({ hasRun: true }), "call/call/c")).toBe(
    "/workflows/inner?within=outer%2Fcall&within=middle%2Fcall&run=run%2F0&node=c",
  );
});

test("there is none to a step of this workflow itself, nor into a workflow that is not known", () => {
  expect(stepHref(tools(), "last")).toBeNull();
  expect(stepHref(tools(), "last/c")).toBeNull();
});
