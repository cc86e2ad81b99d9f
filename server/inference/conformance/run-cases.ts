import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { driverEnvironment } from "../driver-environment.ts";
import { CHILD_IS_READY } from "./conformance-case.ts";
import type { CaseOutcome, CaseResult, ConformanceCase } from "./conformance-case.ts";

const script = fileURLToPath(new URL("conformance-child.ts", import.meta.url));
const TIME_LIMIT_MS = 60_000;
/** Starting takes seconds on a busy machine, and no case is to blame for that. */
const START_WITHIN_MS = 60_000;

type Child = { process: ChildProcess; isReady: boolean };

/**
 * Runs the cases one after the other in a child process. A case on which it dies, or that takes too long, has failed; the
 * next one gets a new process.
 */
export async function* runCases(
  cases: readonly ConformanceCase[],
  { timeLimitMs = TIME_LIMIT_MS, childScript = script } = {},
): AsyncGenerator<CaseResult> {
  let child: Child | null = null;
  try {
    for (const one of cases) {
      child ??= startChild(childScript);
      const outcome = await runInChild(child, one, timeLimitMs);
      if (outcome.outcome === "failed" && outcome.group === "crashed") {
        child.process.kill("SIGKILL");
        child = null;
      }
      yield { name: one.name, ...outcome };
    }
  } finally {
    child?.process.kill();
  }
}

function startChild(childScript: string): Child {
  const started = fork(childScript, [], {
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    env: { ...driverEnvironment(), NODE_ENV: "production", ORT_DISABLE_TELEMETRY: "1", HOME: tmpdir() },
  });
  return { process: started, isReady: false };
}

function runInChild(child: Child, one: ConformanceCase, timeLimitMs: number): Promise<CaseOutcome> {
  return new Promise((resolve) => {
    const late = crashed(`It did not answer within ${timeLimitMs / 1_000} s.`);
    const unstarted = crashed(`Its process did not start within ${START_WITHIN_MS / 1_000} s.`);
    const limit = () =>
      child.isReady
        ? setTimeout(() => finish(late), timeLimitMs)
        : setTimeout(() => finish(unstarted), START_WITHIN_MS);
    let timer = limit();
    const onMessage = (message: unknown) => {
      if (message !== CHILD_IS_READY) return finish(message as CaseOutcome);
      child.isReady = true;
      clearTimeout(timer);
      timer = limit();
    };
    const onExit = (code: number | null, signal: string | null) =>
      finish(crashed(`The process ended: ${signal ?? `code ${code}`}.`));
    child.process.on("message", onMessage);
    child.process.once("exit", onExit);
    child.process.send(one, (error) => {
      if (error) finish(crashed(`The process takes no case: ${error.message}.`));
    });

    function finish(outcome: CaseOutcome) {
      clearTimeout(timer);
      child.process.off("message", onMessage);
      child.process.off("exit", onExit);
      resolve(outcome);
    }
  });
}

function crashed(reason: string): CaseOutcome {
  return { outcome: "failed", group: "crashed", reason };
}
