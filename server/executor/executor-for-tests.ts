import { z } from "zod";
import { defineNode } from "#graph/define-node";
import type { NodeLibrary } from "#graph/define-node";
import type { JsonValue } from "#graph/json";
import { NodeError } from "#graph/node-runner";
import type { AnyNodeRunner } from "#graph/node-runner";
import { planGraph } from "#graph/plan-graph";
import type { Plan } from "#graph/plan";
import type { RecordedFlow } from "#graph/recorded-values";
import { isRecordedList } from "#graph/recorded-values";
import { queuedRun, reduceRun } from "#graph/reduce-run";
import type { RunEvent } from "#graph/run-events";
import { emptyGraph } from "#graph/schema";
import type { Graph, GraphNode } from "#graph/schema";
import { createRecorder } from "../values/create-recorder.ts";
import { createRestorer } from "../values/create-restorer.ts";
import { executePlan } from "./execute-plan.ts";
import type { ExecutorHost } from "./executor-host.ts";

const base = { version: 1, summary: "", docs: "", category: "logic", icon: "box", params: z.strictObject({}) } as const;
const number = { kind: "number" } as const;
const generic = { kind: "any", variable: "T" } as const;
const port = (label: string) => ({ label, type: number });
const list = (label: string) => ({ label, type: number, list: 1 }) as const;
const maybe = (label: string) => ({ label, type: generic, optional: true }) as const;

/** Node types over numbers, with every trait that execution treats in its own way. */
export const testLibrary: NodeLibrary = {
  give: defineNode({
    ...base,
    type: "give",
    title: "Give",
    inputs: {},
    outputs: { value: port("Value") },
    params: z.strictObject({ arg: z.number().default(1) }),
  }),
  range: defineNode({
    ...base,
    type: "range",
    title: "Range",
    inputs: {},
    outputs: { values: list("Values") },
    params: z.strictObject({ arg: z.number().default(3) }),
  }),
  double: defineNode({
    ...base,
    type: "double",
    title: "Double",
    inputs: { value: port("Value") },
    outputs: { value: port("Value") },
  }),
  add: defineNode({
    ...base,
    type: "add",
    title: "Add",
    inputs: { left: port("Left"), right: port("Right"), more: { ...port("More"), optional: true } },
    outputs: { sum: port("Sum") },
  }),
  split: defineNode({
    ...base,
    type: "split",
    title: "Split",
    inputs: { value: port("Value") },
    outputs: { parts: list("Parts") },
  }),
  twin: defineNode({
    ...base,
    type: "twin",
    title: "Twin",
    inputs: { value: port("Value") },
    outputs: { one: { ...list("One"), lineage: "twins" }, two: { ...list("Two"), lineage: "twins" } },
  }),
  total: defineNode({
    ...base,
    type: "total",
    title: "Total",
    inputs: { values: list("Values") },
    outputs: { total: port("Total") },
  }),
  if: defineNode({
    ...base,
    type: "if",
    title: "If even",
    inputs: { value: port("Value") },
    outputs: { even: port("Even"), odd: port("Odd") },
  }),
  merge: defineNode({
    ...base,
    type: "merge",
    title: "Merge",
    inputs: { first: maybe("First"), second: maybe("Second"), third: maybe("Third") },
    outputs: { value: { label: "Value", type: generic } },
  }),
  pass: defineNode({
    ...base,
    type: "pass",
    title: "Pass",
    inputs: { value: { label: "Value", type: generic, list: "any" } },
    outputs: { value: { label: "Value", type: generic, list: "any" } },
  }),
  ask: defineNode({
    ...base,
    type: "ask",
    title: "Ask",
    inputs: { value: port("Value") },
    outputs: { yes: port("Yes"), no: port("No") },
  }),
  "kind-of": defineNode({
    ...base,
    type: "kind-of",
    title: "Kind of",
    inputs: { value: { label: "Value", type: { kind: "any" } } },
    outputs: { length: port("Length") },
  }),
  "fail-on-three": defineNode({
    ...base,
    type: "fail-on-three",
    title: "Fail on three",
    inputs: { value: port("Value") },
    outputs: { value: port("Value"), copies: list("Copies") },
  }),
};

type Inputs = Record<string, number> & { values: number[]; value: number };
const countUp = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

/** What the types compute; kept apart from how they are run, so that the reference interpreter shares it. */
export const testFunctions: Record<
  string,
  (given: { inputs: Inputs; params: { arg: number } }) => Record<string, unknown>
> = {
  give: ({ params }) => ({ value: params.arg }),
  range: ({ params }) => ({ values: countUp(0, params.arg) }),
  double: ({ inputs }) => ({ value: inputs.value * 2 }),
  add: ({ inputs }) => ({ sum: inputs.left! + inputs.right! + (inputs.more ?? 0) }),
  split: ({ inputs }) => ({ parts: countUp(inputs.value, Math.abs(inputs.value) % 4) }),
  twin: ({ inputs: { value } }) => ({
    one: countUp(value, Math.abs(value) % 3),
    two: countUp(value, Math.abs(value) % 7 === 4 ? 2 : Math.abs(value) % 3),
  }),
  total: ({ inputs }) => ({ total: inputs.values.reduce((sum, value) => sum + value, 0) }),
  if: ({ inputs: { value } }) => (value % 2 === 0 ? { even: value } : { odd: value }),
  merge: ({ inputs }) => ({ value: inputs.first ?? inputs.second ?? inputs.third }),
  pass: ({ inputs }) => ({ value: inputs.value }),
  "kind-of": ({ inputs }) => ({ length: (inputs.value as unknown as { kind: string }).kind.length }),
  "fail-on-three": ({ inputs: { value } }) => {
    if (value % 3 === 0) throw new NodeError("bad-input", `${value} is a multiple of three.`, { port: "value" });
    return { value, copies: countUp(value, 2) };
  },
};

/** Lets a value out at "yes" or "no", as a person says. */
export const askPerson: AnyNodeRunner = ({ inputs, wait }) => {
  const value = { kind: "number", value: inputs.value as number } as const;
  const answer = wait({ kind: "approval", message: "Right?", role: "runner", value, limitMs: 60_000 });
  return answer.kind === "approved" ? { yes: inputs.value } : { no: inputs.value };
};

type NodeSettings = Partial<Pick<GraphNode, "onError" | "retry" | "timeoutMs" | "disabled" | "title" | "cache">>;

/**
 * A graph from lines such as "sum: add <- a, b.parts": id, type, and what feeds its inputs in the order of its ports
 * ("-" leaves one out, no port means the first output). "a: give 3" sets the param.
 */
export function graphFrom(lines: readonly string[], settings: Record<string, NodeSettings> = {}): Graph {
  const graph: Graph = { ...emptyGraph, nodes: {}, edges: {} };
  for (const line of lines) {
    const [head = "", tail] = line.split(" <- ");
    const [id = "", call = ""] = head.split(": ");
    const [type = "", arg] = call.split(" ");
    const params: GraphNode["params"] = arg === undefined ? {} : { arg: Number(arg) };
    graph.nodes[id] = { id, type, version: 1, position: { x: 0, y: 0 }, params, ...settings[id] };
    for (const [index, source] of (tail?.split(", ") ?? []).entries()) {
      if (source === "-") continue;
      const [node = "", from] = source.split(".");
      const sourceType = graph.nodes[node]?.type ?? "";
      const output = from ?? Object.keys(testLibrary[sourceType]!.outputs)[0]!;
      const input = Object.keys(testLibrary[type]!.inputs)[index]!;
      graph.edges[`${id}-${input}`] = {
        id: `${id}-${input}`,
        from: { node, port: output },
        to: { node: id, port: input },
      };
    }
  }
  return graph;
}

export function steps(lines: readonly string[], settings: Record<string, NodeSettings> = {}): Plan {
  const planned = planGraph(graphFrom(lines, settings), testLibrary);
  if (!planned.ok) throw new Error(planned.problems.map(({ message }) => message).join("\n"));
  return planned.plan;
}

const noService = () => Promise.reject(new Error("this test uses no service"));
export const noCodecs = {
  images: { open: noService, decode: noService, encode: noService, resize: noService },
  tables: { open: noService, encode: noService, countRows: noService },
} as unknown as Pick<ExecutorHost["services"], "images" | "tables">;

export function hostOf(overrides: Partial<ExecutorHost> = {}): ExecutorHost {
  const artifacts = new Map<string, Uint8Array>();
  const recorder = createRecorder({
    ...noCodecs,
    putArtifact: async (pieces, mediaType) => {
      const bytes = Buffer.concat(pieces);
      const hash = String(artifacts.size);
      artifacts.set(hash, bytes);
      return { hash, sizeBytes: bytes.length, mediaType };
    },
  });
  return {
    services: {
      ...noCodecs,
      models: { open: noService },
      sandbox: { evaluate: noService },
      files: { read: noService },
    },
    sendHttp: noService,
    runInput: () => undefined,
    emit: () => {},
    record: recorder,
    restore: createRestorer({ ...noCodecs, readArtifact: async (hash) => artifacts.get(hash)! }),
    finishedSteps: {},
    attempt: 1,
    worker: "test",
    signal: new AbortController().signal,
    maxConcurrency: 4,
    ...overrides,
    runners: { ...(testFunctions as Record<string, AnyNodeRunner>), ask: askPerson, ...overrides.runners },
  };
}

/** Executes and gives the result with the events, and the state that they fold to. */
export async function execute(plan: Plan, overrides: Partial<ExecutorHost> = {}) {
  const events: RunEvent[] = [];
  const emit = (event: RunEvent) => {
    events.push(event);
    overrides.emit?.(event);
  };
  const host = hostOf({ ...overrides, emit });
  const result = await executePlan(plan, host);
  const state = events.reduce(reduceRun, queuedRun);
  return { result, events, state, outputs: (nodeId: string) => plainOutputs(state.nodes[nodeId]?.outputs ?? {}) };
}

/** Inline values as they are, lists as arrays, holes as null. */
export function plainOutputs(outputs: Record<string, RecordedFlow>): Record<string, JsonValue> {
  return Object.fromEntries(Object.entries(outputs).map(([name, record]) => [name, plainOf(record)]));
}

function plainOf(record: RecordedFlow): JsonValue {
  if (isRecordedList(record)) return record.items.map((item) => (item === null ? null : plainOf(item)));
  return "inline" in record ? record.inline : `artifact ${record.artifact.hash}`;
}

/** A promise that is settled from outside. */
export function deferred<T>() {
  return Promise.withResolvers<T>();
}
