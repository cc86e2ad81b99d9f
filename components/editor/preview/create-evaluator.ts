import type { JsonObject, JsonValue } from "#graph/json";
import { prepareEvaluation, placeOfFailure, readEvaluation } from "#nodes/read-evaluation";
import { KILL_GRACE_MS, TIME_LIMIT_MS } from "#nodes/sandbox-limits";
import type { SandboxReply, SandboxRequest } from "#nodes/sandbox-protocol";

/** What came out, or why nothing did; `place` is counted from 1. */
export type Evaluation =
  | { kind: "value"; value: JsonValue }
  | { kind: "failed"; message: string; place: { line: number; column: number } | null };

/** The parts of a browser's Worker that are used. */
export type EvaluationThread = Pick<Worker, "postMessage" | "terminate" | "addEventListener" | "removeEventListener">;

/** How long the thread may take to load, beside the time of the expression. */
const LOADING_MS = 15_000;

/**
 * Evaluates expressions one after the other, within the limits of the engine. The thread is kept; one that does not come
 * back in time is ended, and the next expression gets another.
 */
export function createEvaluator(startThread: () => EvaluationThread) {
  let thread: EvaluationThread | null = null;
  let isWarm = false;
  let last: Promise<unknown> = Promise.resolve();

  function ask(request: SandboxRequest): Promise<SandboxReply> {
    const asked = (thread ??= startThread());
    return new Promise((resolve) => {
      const end = (reply: SandboxReply, isDead: boolean) => {
        clearTimeout(timer);
        asked.removeEventListener("message", onMessage as EventListener);
        asked.removeEventListener("error", onError);
        isWarm = !isDead;
        if (isDead) {
          asked.terminate();
          if (thread === asked) thread = null;
        }
        resolve(reply);
      };
      const onMessage = ({ data }: MessageEvent<SandboxReply>) => end(data, false);
      const onError = () => end({ kind: "failed", message: "The preview could not be started" }, true);
      const timer = setTimeout(
        () => end({ kind: "timeout" }, true),
        request.deadlineMs + KILL_GRACE_MS + (isWarm ? 0 : LOADING_MS),
      );
      asked.addEventListener("message", onMessage as EventListener);
      asked.addEventListener("error", onError);
      asked.postMessage(request);
    });
  }

  return {
    async evaluate(expression: string, scope: JsonObject): Promise<Evaluation> {
      let source = expression;
      let reply: SandboxReply | null = null;
      try {
        const prepared = prepareEvaluation(expression, scope);
        source = prepared.source;
        const request = { expression: source, scopeJson: prepared.scopeJson, deadlineMs: TIME_LIMIT_MS };
        const turn = last.then(() => ask(request));
        last = turn;
        reply = await turn;
        return { kind: "value", value: readEvaluation(reply, { source, scope, timeLimitMs: TIME_LIMIT_MS }) };
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        return { kind: "failed", message, place: reply && placeOfFailure(reply, source) };
      }
    },
  };
}

let shared: ReturnType<typeof createEvaluator> | null = null;

/** The one of this tab; its thread starts with the first expression. */
export function sharedEvaluator() {
  return (shared ??= createEvaluator(
    () => new Worker(new URL("./evaluate-worker.ts", import.meta.url), { type: "module", name: "expression-preview" }),
  ));
}
