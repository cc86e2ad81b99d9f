import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import type { RunAs } from "./unprivileged-user.ts";

export type RunResult = { exitCode: number | null; stdout: string; stderr: string };

/**
 * Runs a program to its end. With `quiet` its output goes nowhere: a program that leaves a server behind would otherwise
 * keep the pipes open. A program that cannot be started gives exit code null and the reason in `stderr`.
 */
export function run(
  program: string,
  args: readonly string[],
  { runAs = {}, input, quiet = false }: { runAs?: RunAs; input?: string; quiet?: boolean } = {},
): Promise<RunResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      ...runAs,
      // Not the folder that we were started in: the user may not be allowed to enter it.
      cwd: process.platform === "win32" ? tmpdir() : "/",
      env: { ...process.env, LC_ALL: "C", TZ: "UTC", PGOPTIONS: "" },
      stdio: [input === undefined ? "ignore" : "pipe", quiet ? "ignore" : "pipe", quiet ? "ignore" : "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.once("error", (error) => resolve({ exitCode: null, stdout, stderr: error.message }));
    child.once("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
    // The program may end without reading its input.
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
}
