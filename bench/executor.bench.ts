import { z } from "zod";
import { defineNode } from "../graph/define-node.ts";
import type { NodeLibrary } from "../graph/define-node.ts";
import type { AnyNodeRunner } from "../graph/node-runner.ts";
import { planGraph } from "../graph/plan-graph.ts";
import type { Plan } from "../graph/plan.ts";
import type { RunEvent } from "../graph/run-events.ts";
import { emptyGraph } from "../graph/schema.ts";
import type { Graph } from "../graph/schema.ts";
import { executePlan } from "../server/executor/execute-plan.ts";
import { sendNothing } from "../server/executor/send-nothing.ts";
import { createCacheMemory } from "../server/cache/cache-memory.ts";
import { createMemoryStore } from "../server/cache/memory-store.ts";
import { openRunCache } from "../server/cache/open-run-cache.ts";
import { createRecorder } from "../server/values/create-recorder.ts";
import { compare, measure, median } from "./compare.ts";
import type { Result } from "./result.ts";

const number = { label: "Value", type: { kind: "number" } } as const;
const shared = {
  version: 1,
  summary: "",
  docs: "",
  category: "logic",
  icon: "box",
  params: z.strictObject({}),
} as const;
const library: NodeLibrary = {
  start: defineNode({ ...shared, type: "start", title: "Start", inputs: {}, outputs: { value: number } }),
  add: defineNode({ ...shared, type: "add", title: "Add", inputs: { value: number }, outputs: { value: number } }),
  join: defineNode({
    ...shared,
    type: "join",
    title: "Join",
    inputs: { left: number, right: number },
    outputs: { value: number },
  }),
  work: defineNode({ ...shared, type: "work", title: "Work", inputs: { value: number }, outputs: { value: number } }),
};
const runners: Record<string, AnyNodeRunner> = {
  start: () => ({ value: 1 }),
  add: ({ inputs }) => ({ value: inputs.value + 1 }),
  join: ({ inputs }) => ({ value: inputs.left + inputs.right }),
  work: ({ inputs }) => ({ value: work(inputs.value) }),
};

/** About 50 µs of arithmetic that the compiler cannot drop. */
function work(seed: number): number {
  let value = seed;
  for (let index = 0; index < WORK_ROUNDS; index++) value = (value * 1_103_515_245 + 12_345) % 2_147_483_648;
  return value;
}
let WORK_ROUNDS = 1_000;
function calibrateWork() {
  const perRound = () => {
    const from = performance.now();
    for (let index = 0; index < 200; index++) work(index);
    return (performance.now() - from) / 200 / WORK_ROUNDS;
  };
  for (let index = 0; index < 20; index++) perRound();
  WORK_ROUNDS = Math.round(0.05 / median(Array.from({ length: 20 }, perRound)));
}

type Shape = "chain" | "fan-out" | "random";

export function graphOf(shape: Shape, size: number, type = "add"): Graph {
  const graph: Graph = { ...emptyGraph, nodes: {}, edges: {} };
  const addNode = (id: string, nodeType: string) => {
    graph.nodes[id] = { id, type: nodeType, version: 1, position: { x: 0, y: 0 }, params: {} };
  };
  const addEdge = (from: number, to: number, port: string) => {
    const id = `e${from}-${to}-${port}`;
    graph.edges[id] = { id, from: { node: `n${from}`, port: "value" }, to: { node: `n${to}`, port } };
  };
  let random = 42;
  const next = (below: number) => (random = (random * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
  addNode("n0", "start");
  for (let index = 1; index < size; index++) {
    addNode(`n${index}`, shape === "random" ? "join" : type);
    if (shape === "chain") addEdge(index - 1, index, "value");
    else if (shape === "fan-out") addEdge(0, index, "value");
    else for (const port of ["left", "right"]) addEdge(next(index), index, port);
  }
  return graph;
}

export function compile(graph: Graph): Plan {
  const result = planGraph(graph, library);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join("\n"));
  return result.plan;
}

const noService = () => {
  throw new Error("The nodes of this measurement use no service.");
};
const services = {
  models: { open: noService },
  images: { open: noService, decode: noService, encode: noService, resize: noService },
  tables: {
    open: noService,
    fromRows: noService,
    batches: noService,
    write: noService,
    zip: noService,
    countRows: noService,
    encode: noService,
  },
  sandbox: { evaluate: noService },
  files: { read: noService },
} as unknown as Parameters<typeof executePlan>[1]["services"];
const record = createRecorder({ images: services.images, tables: services.tables, putArtifact: noService });

const memory = createCacheMemory();
const store = createMemoryStore();

/** Executes with everything on: events, records of every value, checks of outputs, the cache with what it explains. */
export async function execute(plan: Plan): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  const runInput = () => undefined;
  const cache = openRunCache(plan, {
    memory,
    store,
    sources: { program: "bench", runInput, devices: ["cpu"] },
    settings: { workspaceId: "bench", runId: "bench", prints: store.prints, isRefresh: false, checkedShare: 0 },
    onMismatch: noService,
  });
  const { outcome } = await executePlan(plan, {
    runners,
    services,
    sendHttp: sendNothing,
    runInput,
    cache,
    emit: (event) => events.push(event),
    record,
    restore: noService,
    finishedSteps: {},
    attempt: 1,
    worker: "bench",
    signal: new AbortController().signal,
    maxConcurrency: 8,
  });
  cache.close();
  if (outcome !== "succeeded") throw new Error(`The run ended as ${outcome}.`);
  return events;
}

/** P1: what the executor itself costs for each node whose work is one addition. */
async function costPerNode(): Promise<Result> {
  const size = 1_000;
  const plan = compile(graphOf("chain", size));
  const { ms, interval } = await measure(() => execute(plan), { rounds: 60, warmUps: 20 });
  const perNode = (value: number) => (value / size) * 1_000;
  return {
    id: "P1",
    what: "executor, trivial node, cost per node, everything on",
    figure: `${perNode(ms).toFixed(2)} µs [${interval.map((value) => perNode(value).toFixed(2)).join("–")}]`,
    must: "≤ 3 µs",
    aim: "0.7 µs",
    isMet: perNode(ms) <= 3,
    how: "chain of 1,000 additions; events, a record of every value, and why each ran; median of 60 executions",
  };
}

/** P2: 100 nodes of 50 µs against the same functions called by a straight script. */
async function overheadOverScript(): Promise<Result> {
  calibrateWork();
  const size = 100;
  const plan = compile(graphOf("chain", size + 1, "work"));
  const script = () => {
    let value = 1;
    for (let index = 0; index < size; index++) value = work(value);
    return value;
  };
  const expected = script();
  const result = await compare(
    async () => {
      const events = await execute(plan);
      const last = events.findLast((event) => event.type === "step.finished");
      const output = last?.outputs.value;
      if (!output || !("inline" in output) || output.inline !== expected) throw new Error("The outputs differ.");
    },
    script,
    { rounds: 60, warmUps: 100 },
  );
  return {
    id: "P2",
    what: "100 nodes of 50 µs of work ÷ the same functions in a straight script",
    figure: `${result.ratio.toFixed(3)} [${result.interval.map((value) => value.toFixed(3)).join("–")}]`,
    must: "≤ 1.05",
    aim: "1.01",
    isMet: result.ratio <= 1.05,
    how: `outputs compared; ours ${result.oursMs.toFixed(2)} ms, script ${result.controlMs.toFixed(2)} ms; 60 pairs`,
  };
}

/** P3: whether the cost per node grows with the graph. */
async function scaling(): Promise<Result> {
  const ratios: string[] = [];
  let worst = 0;
  for (const shape of ["chain", "fan-out", "random"] as const) {
    const small = compile(graphOf(shape, 10));
    const large = compile(graphOf(shape, 10_000));
    const repeat = async () => {
      for (let index = 0; index < 1_000; index++) await execute(small);
    };
    const { ratio } = await compare(() => execute(large), repeat, { rounds: 15, warmUps: 5 });
    worst = Math.max(worst, ratio);
    ratios.push(`${shape} ${ratio.toFixed(2)}`);
  }
  return {
    id: "P3",
    what: "cost per node at 10,000 nodes ÷ at 10",
    figure: ratios.join(", "),
    must: "≤ 1.3",
    aim: "1.1",
    isMet: worst <= 1.3,
    how: "one execution of 10,000 nodes against 1,000 of 10 nodes; 15 pairs each",
  };
}

export const executorBenches = [costPerNode, overheadOverScript, scaling];
