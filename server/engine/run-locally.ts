import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { JsonValue } from "../../graph/json.ts";
import { foldRun, queuedRun } from "../../graph/reduce-run.ts";
import type {
  NodeFailure,
  RunEvent,
  RunOutcome,
  RunState,
  StepFailureRecord,
  StepResultRecord,
} from "../../graph/run-events.ts";
import { type RunPart, wholePart } from "../../graph/run-part.ts";
import type { Graph } from "../../graph/schema.ts";
import { noSubGraphs } from "../../graph/sub-graphs.ts";
import type { SubGraphs } from "../../graph/sub-graphs.ts";
import type { KnownWaits, StepWait, WaitAnswer } from "../../graph/waits.ts";
import { waitKey } from "../../graph/waits.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { createCacheMemory } from "../cache/cache-memory.ts";
import type { CacheStore } from "../cache/cache-store.ts";
import type { StepPrint } from "../cache/step-print.ts";
import { noAllowList } from "../http-client/allow-list.ts";
import { createHttpClient, type GuardedHttpClient } from "../http-client/create-http-client.ts";
import { noSecrets, type RunSecrets } from "../secrets/run-secrets.ts";
import { sendWithSecrets } from "../secrets/send-with-secrets.ts";
import { cpuBudget } from "./cpu-budget.ts";
import { executeRun } from "./execute-run.ts";
import { openServices } from "./open-services.ts";

export type Approval = Extract<StepWait, { kind: "approval" }> & { nodeId: string };

export type LocalRun = {
  graph: Graph;
  subGraphs?: SubGraphs;
  inputs?: Record<string, JsonValue>;
  part?: RunPart;
  /** Values of an earlier run that a part may take over. */
  finishedSteps?: Readonly<Record<string, StepResultRecord>>;
  /** Times the operators of its models. */
  isProfiled?: boolean;
  artifacts: ArtifactStore;
  /** For all that it computes; what it waits for does not count. */
  timeoutMs?: number | null;
  signal?: AbortSignal;
  onEvent?: (event: RunEvent) => void;
  /** Null where nobody is there to answer: then the run ends as "waiting". */
  answer?: (approval: Approval) => Promise<WaitAnswer | null>;
  /** How requests go out. Left out: to public addresses. */
  http?: GuardedHttpClient;
  secrets?: RunSecrets;
  /** What earlier runs gave. Without it every step runs. */
  cache?: { store: CacheStore; prints: Readonly<Record<string, StepPrint>>; isRefresh: boolean };
};

/**
 * Runs a graph in this process: for the command line and for tests of templates. The artifacts must hold the models and
 * files that the graph names; what the run makes is put there. It waits for times by itself.
 */
export async function runLocally({
  graph,
  subGraphs = noSubGraphs,
  inputs = {},
  part = wholePart,
  finishedSteps: takenOver = {},
  isProfiled = false,
  artifacts,
  timeoutMs = null,
  signal = new AbortController().signal,
  onEvent = () => {},
  answer = async () => null,
  http = createHttpClient({ allow: noAllowList }),
  secrets = noSecrets,
  cache,
}: LocalRun): Promise<{ outcome: RunOutcome | "waiting"; failure?: NodeFailure; state: RunState }> {
  const scratchDir = await mkdtemp(path.join(tmpdir(), "patchbay-run-"));
  const access = { locate: artifacts.localPath, put: artifacts.put };
  const services = await openServices(access, { threads: cpuBudget(), devices: () => ["cpu"], scratchDir });
  let state = queuedRun;
  const finishedSteps = { ...takenOver };
  let failedSteps: Record<string, StepFailureRecord> = {};
  const waits: Record<string, KnownWaits[string]> = {};
  let leftMs = timeoutMs;
  const memory = createCacheMemory();
  const settings = cache && {
    workspaceId: "local",
    runId: "local",
    prints: cache.prints,
    isRefresh: cache.isRefresh,
    checkedShare: 0,
  };

  const emit = (bare: RunEvent) => {
    const event = secrets.mask.json(bare);
    state = foldRun(state, [event]);
    onEvent(event);
    if (event.type !== "step.finished") return;
    const { type: _type, nodeId, at: _at, ...record } = event;
    finishedSteps[nodeId] = record;
  };

  try {
    for (let attempt = 1; ; attempt++) {
      const startedAt = performance.now();
      const own = { runId: "local", attempt, worker: "local", finishedSteps, failedSteps, waits, timeoutMs: leftMs };
      const request = { ...own, graph, subGraphs, inputs, part, isProfiled, ...(settings && { cache: settings }) };
      const result = await executeRun(request, {
        services,
        sendHttp: sendWithSecrets(http, secrets),
        ...(cache && { cache: { memory, store: cache.store } }),
        devices: ["cpu"],
        signal,
        log: console.error,
        emit,
      });
      if (result.outcome !== "waiting") return { ...secrets.mask.json(result), state };
      failedSteps = result.failedSteps;
      if (leftMs !== null) leftMs = Math.max(1, Math.ceil(leftMs - (performance.now() - startedAt)));
      const isAnswered = await answerAll(state, { waits, answer, signal });
      if (signal.aborted) emit({ type: "run.finished", at: Date.now(), outcome: "cancelled" });
      if (signal.aborted) return { outcome: "cancelled", state };
      if (!isAnswered) return { outcome: "waiting", state };
    }
  } finally {
    await services.close();
    await rm(scratchDir, { recursive: true, force: true });
  }
}

/**
 * Asks for what the run waits for, approvals first; with none of them answered it waits for the time that comes first.
 * False when nobody answers and no time will come.
 */
async function answerAll(
  { nodes }: RunState,
  {
    waits,
    answer,
    signal,
  }: { waits: Record<string, KnownWaits[string]>; answer: NonNullable<LocalRun["answer"]>; signal: AbortSignal },
): Promise<boolean> {
  const open = Object.entries(nodes).flatMap(([nodeId, node]) =>
    node.status === "paused" ? (node.waits ?? []).map((wait) => ({ nodeId, ...wait })) : [],
  );
  let isAnswered = false;
  for (const wait of open) {
    const given = wait.kind === "approval" && !signal.aborted ? await answer(wait) : null;
    waits[waitKey(wait.nodeId, wait.item)] = {
      ...(wait.dueAt !== undefined && { dueAt: wait.dueAt }),
      ...(given && { answer: given }),
    };
    isAnswered ||= given !== null;
  }
  if (isAnswered) return true;
  const firstDue = Math.min(...open.map(({ dueAt }) => dueAt ?? Infinity));
  if (firstDue === Infinity) return false;
  await sleepUntil(firstDue, signal);
  for (const { nodeId, item, dueAt } of open) {
    if (dueAt === undefined || dueAt > Date.now()) continue;
    waits[waitKey(nodeId, item)] = { dueAt, answer: { kind: "due", at: Date.now() } };
  }
  return true;
}

/** Node's timers hold 24 days at most. */
const LONGEST_TIMER_MS = 2_000_000_000;

async function sleepUntil(time: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && Date.now() < time) {
    const leftMs = Math.min(time - Date.now(), LONGEST_TIMER_MS);
    await sleep(leftMs, undefined, { signal }).catch(() => {});
  }
}
