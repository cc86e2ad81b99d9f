import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { driverEnvironment } from "../driver-environment.ts";
import type { CaseOutcome, CaseResult, ConformanceCase } from "./conformance-case.ts";

const script = fileURLToPath(new URL("conformance-child.ts", import.meta.url));
const TIME_LIMIT_MS = 60_000;

/**
 * Runs the cases one after the other in a child process. A case on which it dies, or that takes too long, has failed; the
 * next one gets a new process.
 */
export async function* runCases(
  cases: readonly ConformanceCase[],
  { timeLimitMs = TIME_LIMIT_MS, childScript = script } = {},
): AsyncGenerator<CaseResult> {
  let child: ChildProcess | null = null;
  try {
    for (const one of cases) {
      child ??= startChild(childScript);
      const outcome = await runInChild(child, one, timeLimitMs);
      if (outcome.outcome === "failed" && outcome.group === "crashed") {
        child.kill("SIGKILL");
        child = null;
      }
      yield { name: one.name, ...outcome };
    }
  } finally {
    child?.kill();
  }
}

function startChild(childScript: string): ChildProcess {
  return fork(childScript, [], {
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    env: { ...driverEnvironment(), NODE_ENV: "production", ORT_DISABLE_TELEMETRY: "1", HOME: tmpdir() },
  });
}

function runInChild(child: ChildProcess, one: ConformanceCase, timeLimitMs: number): Promise<CaseOutcome> {
  return new Promise((resolve) => {
    const late = crashed(`It did not answer within ${timeLimitMs / 1_000} s.`);
    const timer = setTimeout(() => finish(late), timeLimitMs);
    const onMessage = (message: unknown) => finish(message as CaseOutcome);
    const onExit = (code: number | null, signal: string | null) =>
      finish(crashed(`The process ended: ${signal ?? `code ${code}`}.`));
    child.once("message", onMessage);
    child.once("exit", onExit);
    child.send(one, (error) => {
      if (error) finish(crashed(`The process takes no case: ${error.message}.`));
    });

    function finish(outcome: CaseOutcome) {
      clearTimeout(timer);
      child.off("message", onMessage);
      child.off("exit", onExit);
      resolve(outcome);
    }
  });
}

function crashed(reason: string): CaseOutcome {
  return { outcome: "failed", group: "crashed", reason };
}
