// Runs the stages of a check, several side by side where they do not wait for each other, and adds up what they counted.
import { spawn } from "node:child_process";
import { root } from "./bootstrap.mjs";

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {string[]} command  run by this Node unless the first word is another program
 * @property {Record<string, string>} [env]
 * @property {string[]} [after]  stages that must have passed
 * @property {string} [beside]  stages with the same word run side by side whatever the width
 * @property {(output: string) => {passed: number, failed: number, skipped?: string}} [count]  what the stage counted; one check when left out
 */

/**
 * Gives the sums, and what failed in brief. A stage whose forerunner failed counts as failed; its output is shown when it fails.
 * @param {Stage[]} stages
 */
export async function runStages(stages, { width = 2 } = {}) {
  const waiting = new Set(stages);
  /** @type {Map<string, boolean>} */
  const done = new Map();
  /** @type {Map<Promise<void>, Stage>} */
  const running = new Map();
  /** @type {{passed: number, failed: number, failures: string[]}} */
  const total = { passed: 0, failed: 0, failures: [] };

  while (waiting.size + running.size > 0) {
    for (const stage of waiting) {
      const forerunners = (stage.after ?? []).map((name) => done.get(name));
      const isBeside =
        stage.beside !== undefined && [...running.values()].every(({ beside }) => beside === stage.beside);
      if (forerunners.includes(false)) {
        waiting.delete(stage);
        done.set(stage.name, false);
        total.failed += 1;
        total.failures.push(`✗ ${stage.name}: not run`);
        console.log(`✗ ${stage.name}: not run, because what it needs failed`);
      } else if ((running.size < width || isBeside) && forerunners.every(Boolean)) {
        waiting.delete(stage);
        const end = runStage(stage).then((result) => {
          running.delete(end);
          done.set(stage.name, result.failed === 0);
          total.passed += result.passed;
          total.failed += result.failed;
          total.failures.push(...result.failures);
        });
        running.set(end, stage);
      }
    }
    if (running.size > 0) await Promise.race(running.keys());
  }
  return total;
}

/** @param {Stage} stage */
async function runStage({ name, command, env, count }) {
  const startedAt = performance.now();
  const [program, ...args] = command[0] === "node" ? [process.execPath, ...command.slice(1)] : command;
  const child = spawn(program, args, { cwd: root, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  const code = await new Promise((resolve) => {
    child.on("error", () => resolve(127));
    child.on("exit", (exitCode) => resolve(exitCode ?? 1));
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const counted = count?.(output) ?? { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  // A runner that broke before its first test must not count as passed.
  if (code !== 0 && counted.failed === 0) counted.failed = 1;
  const figures = count ? `${counted.passed} passed, ${counted.failed} failed, ` : "";
  if (code === 0 && counted.skipped) {
    console.log(`– ${name}: skipped. ${counted.skipped}`);
    return { ...counted, failures: [] };
  }
  console.log(`${code === 0 ? "✓" : "✗"} ${name} (${figures}${seconds} s)`);
  if (code === 0) return { ...counted, failures: [] };
  console.log(withoutPassed(output).trimEnd().replaceAll(/^/gm, "    "));
  const found = listFailures(output);
  return {
    ...counted,
    failures: (found.length > 0 ? found : [`exit code ${code}`]).map((line) => `✗ ${name}: ${line}`),
  };
}

/** @param {string} output */
function withoutPassed(output) {
  return output
    .split("\n")
    .filter((line) => !/^\s*✓ /.test(plain(line)))
    .join("\n");
}

/** The tests that failed by what Vitest and Playwright printed, each with the first line of why. */
export function listFailures(output) {
  const lines = plain(output).split("\n");
  return lines.flatMap((line, at) => {
    const test = /^\s*(?:FAIL|\d+\)) +(\S.*?)[\s─]*$/.exec(line)?.[1];
    if (!test) return [];
    const why = lines.slice(at + 1, at + 12).find((next) => /^\s*\w*Error: /.test(next));
    return [why ? `${test}: ${why.trim()}` : test];
  });
}

/** Reads the closing lines of Vitest. */
export function countVitest(output) {
  // At the start of its line: above a list of failures stands "Failed Tests 2".
  const line = /^\s*Tests\s+(.*)/m.exec(plain(output))?.[1] ?? "";
  return { passed: numberBefore(line, "passed"), failed: numberBefore(line, "failed") };
}

/** Reads what each run of the conformance tests counted; known failures are not counted, others make the stage fail. */
export function countConformance(output) {
  const text = plain(output);
  const skipped = /^skipped: (.*)$/m.exec(text)?.[1];
  const passed = [...text.matchAll(/^(\d+) passed, /gm)].reduce((sum, [, count]) => sum + Number(count), 0);
  return { passed, failed: 0, ...(skipped && { skipped }) };
}

/** Reads the closing lines of Playwright's list reporter. */
export function countPlaywright(output) {
  const text = plain(output);
  return {
    passed: numberBefore(text, "passed \\("),
    failed: numberBefore(text, "failed\\n") + numberBefore(text, "flaky\\n") + numberBefore(text, "did not run\\n"),
  };
}

function numberBefore(text, word) {
  return Number(new RegExp(`(\\d+) ${word}`).exec(text)?.[1] ?? 0);
}

function plain(output) {
  // Colours of the terminal.
  return output.replaceAll(/\u001b\[[0-9;]*m/g, "");
}
