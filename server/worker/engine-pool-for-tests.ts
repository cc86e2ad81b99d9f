import { setTimeout as sleep } from "node:timers/promises";
import type { JsonValue } from "../../graph/json.ts";
import type { RunEvent } from "../../graph/run-events.ts";
import type { GraphNode } from "../../graph/schema.ts";
import type { KnownWaits, StepWait } from "../../graph/waits.ts";
import { waitKey } from "../../graph/waits.ts";
import type { EnginePool, EngineRunRequest, EngineRunResult } from "../engine/engine-pool-types.ts";

/**
 * Stands in for engines where the queue and the worker are tested, not the computing. Executes a graph's nodes in the order
 * of the document: "work" takes `params.ms`, "fail" fails (with `params.until` in attempts before that one), "hang" waits to be stopped, "die" takes the engine down.
 * "work" with `params.dieOnAttempt` dies in that attempt only; with `params.slowAttempt` a node takes its time in that attempt only. "ask" waits for a person, "delay" for `params.ms`; with
 * `params.items` once for each.
 */
export function createTestEnginePool({
  onExecute = () => {},
}: {
  onExecute?: (step: { runId: string; nodeId: string; attempt: number }) => void | Promise<void>;
} = {}): EnginePool {
  return {
    run: (request, handlers) => execute(request, handlers, onExecute),
    engines: () => [],
    close: async () => {},
  };
}

async function execute(
  { runId, attempt, worker, graph, finishedSteps, failedSteps = {}, waits = {} }: EngineRunRequest,
  { onEvents, flush, signal }: Parameters<EnginePool["run"]>[1],
  onExecute: (step: { runId: string; nodeId: string; attempt: number }) => void | Promise<void>,
): Promise<EngineRunResult> {
  const emit = (...events: RunEvent[]) => onEvents(events);
  const resumedSteps = Object.keys(finishedSteps);
  const failedBefore = Object.keys(failedSteps);
  emit({
    type: "run.started",
    at: Date.now(),
    attempt,
    worker,
    ...(resumedSteps.length > 0 && { resumedSteps }),
    ...(failedBefore.length > 0 && { failedSteps: failedBefore }),
  });
  let failed = failedBefore.length > 0;
  let isWaiting = false;
  for (const node of Object.values(graph.nodes)) {
    const nodeId = node.id;
    if (nodeId in finishedSteps || nodeId in failedSteps) continue;
    if (signal.aborted) emit({ type: "step.skipped", nodeId, at: Date.now(), reason: { kind: "cancelled" } });
    if (signal.aborted) continue;
    emit({ type: "step.started", nodeId, at: Date.now(), attempt: 1 });
    await onExecute({ runId, nodeId, attempt });
    if (node.type === "die" || node.params.dieOnAttempt === attempt) {
      await flush().catch(() => {});
      return { kind: "engine-lost", message: "the engine ended with signal SIGKILL" };
    }
    const asked = waitsOf(node, waits);
    if (asked.length > 0) {
      isWaiting = true;
      emit({ type: "step.waiting", nodeId, at: Date.now(), waits: asked });
      continue;
    }
    if (node.type === "fail" && !(attempt >= Number(node.params.until))) {
      failed = true;
      const failure = { kind: "bad-input", message: "This node always fails." } as const;
      failedSteps = { ...failedSteps, [nodeId]: { durationMs: 0, failure } };
      emit({ type: "step.failed", nodeId, at: Date.now(), durationMs: 0, failure });
      continue;
    }
    const isDone = await takeTime(node, attempt, signal);
    if (!isDone) continue;
    emit({
      type: "step.finished",
      nodeId,
      at: Date.now(),
      durationMs: Number(node.params.ms ?? 0),
      outputs: outputsOf(node),
    });
    if (node.params.flush !== false) await flush().catch(() => {});
  }
  if (isWaiting && !signal.aborted) return { kind: "waiting", failedSteps };
  return { kind: "finished", outcome: signal.aborted ? "cancelled" : failed ? "failed" : "succeeded" };
}

function waitsOf({ id, type, params }: GraphNode, known: KnownWaits): StepWait[] {
  if (type !== "ask" && type !== "delay") return [];
  const items = typeof params.items === "number" ? Array.from({ length: params.items }, (_, item) => [item]) : [[]];
  const open = items.filter((item) => !known[waitKey(id, item)]?.answer);
  return open.map((item): StepWait => {
    const dueAt = known[waitKey(id, item)]?.dueAt ?? Date.now() + Number(params.ms);
    if (type === "delay") return { item, kind: "time", dueAt };
    const preview = { kind: "number", value: 3 } as const;
    const value = { kind: "number", preview, inline: 3 } as const;
    const role = (params.role ?? "runner") as "runner";
    const limit = params.ms === undefined ? {} : { dueAt };
    return { item, kind: "approval", title: id, message: "Is this right?", role, value, ...limit };
  });
}

/** False when it was stopped. */
async function takeTime({ type, params }: GraphNode, attempt: number, signal: AbortSignal): Promise<boolean> {
  // What these wait for is not computed.
  if (type === "ask" || type === "delay") return true;
  const ms = type === "hang" ? 2 ** 30 : Number(params.ms ?? 0);
  if (ms === 0 || (params.slowAttempt ?? attempt) !== attempt) return true;
  return sleep(ms, undefined, { signal }).then(
    () => true,
    () => false,
  );
}

function outputsOf({ params }: GraphNode) {
  const text = typeof params.text === "string" ? params.text : "done";
  return {
    value: {
      kind: "text" as const,
      preview: { kind: "text" as const, text, length: text.length },
      inline: text as JsonValue,
    },
  };
}
