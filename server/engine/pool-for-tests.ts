import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { JsonValue } from "../../graph/json.ts";
import { queuedRun, reduceRun } from "../../graph/reduce-run.ts";
import type { RunEvent, RunState } from "../../graph/run-events.ts";
import type { Graph, GraphEdge, GraphNode } from "../../graph/schema.ts";
import { emptyGraph } from "../../graph/schema.ts";
import type { ModelRef } from "../../graph/values.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { openFolderStore } from "../artifacts/folder-store.ts";
import { readOnnx } from "../inference/read-onnx.ts";
import type { SendHttp } from "../secrets/send-with-secrets.ts";
import type { EnginePool, EngineRunRequest, EngineRunResult } from "./engine-pool-types.ts";
import type { EnginePoolOptions } from "./engine-pool.ts";
import { openEnginePool } from "./engine-pool.ts";

type NodeParts = Partial<Omit<GraphNode, "id" | "position" | "version">> & { type: string };

/** Nodes by id, and edges as "node.port -> node.port". */
export function workflow(parts: Record<string, NodeParts>, ...wires: string[]): Graph {
  const nodes = Object.entries(parts).map(([id, part]): [string, GraphNode] => [
    id,
    { id, version: 1, position: { x: 0, y: 0 }, params: {}, ...part },
  ]);
  const edges = wires.map((wire, index): [string, GraphEdge] => {
    const [from, to] = wire.split(" -> ").map((end) => {
      const [node = "", port = ""] = end.split(".");
      return { node, port };
    });
    return [`e${index}`, { id: `e${index}`, from: from!, to: to! }];
  });
  return { ...emptyGraph, nodes: Object.fromEntries(nodes), edges: Object.fromEntries(edges) };
}

export const numberInput = (sample: number): NodeParts => ({
  type: "workflow-input",
  params: { name: "n", kind: "number", sample },
});
export const tensorInput = (dtype: string, shape: number[], data: JsonValue[]): NodeParts => ({
  type: "workflow-input",
  params: { name: "t", kind: "tensor", sample: { dtype, shape, data } },
});
export const expression = (source: string): NodeParts => ({
  type: "evaluate",
  params: { expression: source, inputs: ["value"], output: "number" },
});

export type RunningTest = {
  result: Promise<EngineRunResult>;
  events: RunEvent[];
  state: () => RunState;
  cancel: () => void;
  /** Resolves when an event of this type has come, of this node where one is named. */
  until: (type: RunEvent["type"], nodeId?: string) => Promise<void>;
};

export type TestPool = {
  pool: EnginePool;
  artifacts: ArtifactStore;
  log: string[];
  putModel: (bytes: Uint8Array) => Promise<JsonValue>;
  start: (
    graph: Graph,
    request?: Partial<EngineRunRequest>,
    flush?: () => Promise<void>,
    sendHttp?: SendHttp,
  ) => RunningTest;
  close: () => Promise<void>;
};

export async function openTestPool(options: Partial<EnginePoolOptions> = {}): Promise<TestPool> {
  const folder = await mkdtemp(path.join(tmpdir(), "patchbay-pool-"));
  const artifacts = await openFolderStore(folder);
  const log: string[] = [];
  const pool = openEnginePool({
    artifacts,
    threads: 1,
    cancelGraceMs: 500,
    onLog: (line) => log.push(line),
    ...options,
  });
  let runs = 0;

  function start(
    graph: Graph,
    request: Partial<EngineRunRequest> = {},
    flush = async () => {},
    sendHttp?: SendHttp,
  ): RunningTest {
    const abort = new AbortController();
    const events: RunEvent[] = [];
    let notify = () => {};
    const result = pool.run(
      {
        runId: `run-${++runs}`,
        attempt: 1,
        worker: "test",
        graph,
        subGraphs: {},
        inputs: {},
        part: { kind: "all" },
        finishedSteps: {},
        timeoutMs: null,
        ...request,
      },
      {
        ...(sendHttp && { sendHttp }),
        signal: abort.signal,
        flush,
        onEvents: (batch) => {
          events.push(...batch);
          notify();
        },
      },
    );
    return {
      result,
      events,
      state: () => events.reduce(reduceRun, queuedRun),
      cancel: () => abort.abort(),
      until: async (type, nodeId) => {
        const isThere = () =>
          events.some((event) => event.type === type && (!nodeId || ("nodeId" in event && event.nodeId === nodeId)));
        while (!isThere()) await new Promise<void>((resolve) => (notify = resolve));
      },
    };
  }

  return {
    pool,
    artifacts,
    log,
    start,
    putModel: async (bytes) => {
      const { hash } = await artifacts.put(bytes);
      const { inputs, outputs } = readOnnx(bytes);
      return { hash, name: "test", inputs, outputs } satisfies ModelRef as unknown as JsonValue;
    },
    close: async () => {
      await pool.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
