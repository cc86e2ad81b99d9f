import { expect, test } from "vitest";
import { z } from "zod";
import { defineNode } from "./define-node.ts";
import type { NodeLibrary } from "./define-node.ts";
import { findProblems } from "./find-problems.ts";
import { testLibrary } from "./graph-for-tests.ts";
import { interfaceOf } from "./interface-of.ts";
import type { JsonObject } from "./json.ts";
import { MAX_WORKFLOW_DEPTH } from "./limits.ts";
import { planGraph } from "./plan-graph.ts";
import { emptyGraph } from "./schema.ts";
import type { Graph, GraphNode } from "./schema.ts";
import type { SubGraphs } from "./sub-graphs.ts";
import { workflowRefSchema } from "./workflow-ref.ts";

const base = { version: 1, summary: "", docs: "", category: "logic", icon: "box" } as const;
const library: NodeLibrary = {
  ...testLibrary,
  "workflow-input": defineNode({
    ...base,
    type: "workflow-input",
    title: "Input",
    inputs: {},
    outputs: { value: { label: "Value", type: { kind: "image" } } },
    params: z.strictObject({ name: z.string(), sample: z.json().default(null) }),
  }),
  "workflow-output": { ...testLibrary.sink, type: "workflow-output", params: z.strictObject({ name: z.string() }) },
  call: defineNode({
    ...base,
    type: "call",
    title: "Call",
    inputs: {},
    outputs: {},
    params: z.strictObject({ workflow: workflowRefSchema }),
    portsFor: ({ workflow }) => ({
      inputs: Object.fromEntries(
        workflow.inputs.map(({ port, name, type }) => [port, { label: name, type, optional: true }]),
      ),
      outputs: {},
    }),
    body: "once",
  }),
};

const node = (id: string, type: string, params: JsonObject = {}, rest: Partial<GraphNode> = {}): GraphNode => ({
  id,
  type,
  version: 1,
  position: { x: 0, y: 0 },
  params,
  ...rest,
});
const graphOf = (...nodes: GraphNode[]): Graph => ({
  ...emptyGraph,
  nodes: Object.fromEntries(nodes.map((one) => [one.id, one])),
});
/** A node that runs the workflow, with the interface that `seen` has. */
const call = (id: string, { seen = graphOf(node("a", "camera")), version = null as number | null } = {}) =>
  node(`call-${id}`, "call", {
    workflow: { id, title: id.toUpperCase(), version, ...interfaceOf(seen, library) } as unknown as JsonObject,
  });
const sub = (id: string, graph: Graph) => ({ [id]: { title: id.toUpperCase(), graph } });
const camera = graphOf(node("a", "camera"));

const problemsOf = (graph: Graph, subGraphs: SubGraphs) =>
  findProblems(graph, library, subGraphs).map(({ code, severity, nodeId, message }) => ({
    code,
    severity,
    nodeId,
    message,
  }));

test("a workflow that is there, as it was chosen, is no problem", () => {
  expect(problemsOf(graphOf(call("a")), sub("a", camera))).toEqual([]);
  expect(planGraph(graphOf(call("a")), library, { subGraphs: sub("a", camera) }).ok).toBe(true);
});

test("one that is not there is named, with its version where that is fixed", () => {
  expect(problemsOf(graphOf(call("a")), {})).toEqual([
    {
      code: "unknown-workflow",
      severity: "error",
      nodeId: "call-a",
      message:
        'The workflow "A" is not in this workspace: it was removed, or never was here. Choose another one, or import it.',
    },
  ]);
  expect(problemsOf(graphOf(call("a", { version: 3 })), sub("a", camera))[0]?.message).toContain(
    'Version 3 of the workflow "A"',
  );
  expect(planGraph(graphOf(call("a")), library).ok).toBe(false);
});

test("nothing is said of other workflows before they are known, nor at a disabled node", () => {
  expect(findProblems(graphOf(call("a")), library)).toEqual([]);
  expect(problemsOf(graphOf({ ...call("a"), disabled: true }), {})).toEqual([]);
});

test("a workflow that runs itself, over however many others, is refused with the chain of titles", () => {
  const subGraphs = {
    ...sub("a", graphOf(call("b", { seen: graphOf(call("c")) }))),
    ...sub("b", graphOf(call("c", { seen: graphOf(call("a")) }))),
    ...sub("c", graphOf(call("a", { seen: graphOf(call("b")) }))),
  };

  const [problem] = problemsOf(graphOf(call("a", { seen: graphOf(call("b")) })), subGraphs);

  expect(problem).toMatchObject({ code: "workflow-cycle", nodeId: "call-a" });
  expect(problem?.message).toMatch(/^"A" → "B" → "C" → "A": a workflow cannot run itself/);
});

test("older versions of one workflow may run newer ones of others: only what comes again is a cycle", () => {
  const subGraphs = { ...sub("a@1", camera), ...sub("a@2", graphOf(call("a", { version: 1 }))) };

  expect(problemsOf(graphOf(call("a", { version: 2 })), subGraphs)).toEqual([]);
});

test.each([MAX_WORKFLOW_DEPTH, MAX_WORKFLOW_DEPTH + 1])("workflows %i deep", (depth) => {
  const names = Array.from({ length: depth }, (_, level) => `w${level}`);
  const subGraphs = Object.assign(
    {},
    ...names.map((name, level) => sub(name, names[level + 1] ? graphOf(call(names[level + 1]!)) : camera)),
  ) as SubGraphs;

  const problems = problemsOf(graphOf(call("w0")), subGraphs);

  if (depth <= MAX_WORKFLOW_DEPTH) expect(problems).toEqual([]);
  else
    expect(problems).toMatchObject([{ code: "too-deep", message: expect.stringContaining("9 deep; 8 is the limit") }]);
});

test("many nodes may run one workflow that many others run, without being looked into each time", () => {
  const wide = (next: string) => graphOf(...Array.from({ length: 20 }, (_, at) => ({ ...call(next), id: `c${at}` })));
  const subGraphs = { ...sub("a", wide("b")), ...sub("b", wide("c")), ...sub("c", wide("d")), ...sub("d", camera) };

  const [problem] = problemsOf(wide("a"), subGraphs);

  expect(problem).toMatchObject({ code: "too-many-steps", message: expect.stringContaining("328420 steps") });
});

test("a fault within is told at the node that runs it, with the way to it", () => {
  const broken = graphOf(node("r", "resize", {}, { title: "Make small" }));
  const [direct] = problemsOf(graphOf(call("a", { seen: broken })), sub("a", broken));
  expect(direct).toMatchObject({
    code: "bad-workflow",
    message: '"A" cannot run, at "Make small": "Image" is not connected. Open it to mend that.',
  });

  const through = { ...sub("a", graphOf(call("b"))), ...sub("b", broken) };
  expect(problemsOf(graphOf(call("a")), through)[0]?.message).toBe(
    '"A" cannot run: "B" cannot run, at "Make small": "Image" is not connected. Open it to mend that.',
  );
  expect(problemsOf(graphOf(call("a")), sub("a", emptyGraph))[0]?.message).toBe(
    '"A" has no nodes. Add some to it, or choose another workflow.',
  );
});

const photo = (sample: null | string) => node("in", "workflow-input", { name: "photo", sample });
const changes: [string, { before: Graph; now: Graph; severity: string; words: string }][] = [
  [
    "a new input that must be given",
    { before: camera, now: graphOf(photo(null)), severity: "error", words: 'its input "photo" is new' },
  ],
  [
    "a new input with a sample",
    { before: camera, now: graphOf(photo("x")), severity: "warning", words: 'its input "photo" is new' },
  ],
  [
    "an input that is gone",
    { before: graphOf(photo("x")), now: camera, severity: "error", words: 'no input "photo" any more' },
  ],
  [
    "a sample that is gone",
    { before: graphOf(photo("x")), now: graphOf(photo(null)), severity: "error", words: "has no sample any more" },
  ],
];
test.each(changes)("%s is said, with the remedy", (_, { before, now, severity, words }) => {
  const [problem] = problemsOf(graphOf(call("a", { seen: before })), sub("a", now));

  expect(problem).toMatchObject({ code: "changed-interface", severity });
  expect(problem?.message).toContain(words);
  expect(problem?.message).toMatch(/Update the ports\.$/);
});
