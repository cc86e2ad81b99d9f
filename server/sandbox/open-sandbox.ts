import type { Sandbox } from "#graph/node-runner";
import { prepareEvaluation, readEvaluation } from "#nodes/read-evaluation";
import { KILL_GRACE_MS, TIME_LIMIT_MS } from "#nodes/sandbox-limits";
import type { SandboxReply, SandboxRequest } from "#nodes/sandbox-protocol";
import { startThread, type SandboxThread } from "./sandbox-thread.ts";

/**
 * Expressions in QuickJS, in WebAssembly, in a thread of its own, one at a time. The thread starts with the first one and is
 * kept; it is ended, and the next expression gets another, when one does not come back in time.
 */
export function openSandbox({ timeLimitMs = TIME_LIMIT_MS }: { timeLimitMs?: number } = {}): Sandbox & {
  close: () => Promise<void>;
} {
  let thread: SandboxThread | null = null;
  let last: Promise<unknown> = Promise.resolve();

  async function ask(request: SandboxRequest): Promise<SandboxReply> {
    const asked = (thread ??= startThread());
    const reply = await asked.ask(request, timeLimitMs + KILL_GRACE_MS);
    if (!asked.isAlive() && thread === asked) thread = null;
    return reply;
  }

  return {
    async evaluate(expression, scope) {
      const { source, scopeJson } = prepareEvaluation(expression, scope);
      const turn = last.then(() => ask({ expression: source, scopeJson, deadlineMs: timeLimitMs }));
      last = turn;
      return readEvaluation(await turn, { source, scope, timeLimitMs });
    },
    async close() {
      await thread?.end();
      thread = null;
    },
  };
}
