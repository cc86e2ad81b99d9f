import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import type { Socket } from "node:net";
import { totalmem } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { engineEnvironment } from "../engine/engine-environment.ts";
import { makeEngineFolder } from "../engine/engine-folder.ts";
import { lowerPriority } from "../engine/lower-priority.ts";
import { openMessageChannel } from "./message-channel.ts";
import type { FromModelHost, ToModelHost } from "./model-host-messages.ts";

const main = fileURLToPath(new URL("model-host-main.ts", import.meta.url));

export type ModelHostProcess = {
  pid: number;
  send: (message: ToModelHost, bytes: Uint8Array) => void;
  /** Resolves with how it ended: "signal SIGKILL", "code 1". */
  gone: Promise<string>;
  kill: () => void;
};

/**
 * Starts the child that computes: an environment of its own, an empty working directory, and no right to start processes
 * or to write anywhere but in its folder. The two speak over a socket that it has from birth.
 */
export function startModelHostProcess({
  threads,
  receive,
  onLog,
}: {
  threads: number;
  receive: (message: FromModelHost, bytes: Buffer) => void;
  onLog: (line: string) => void;
}): ModelHostProcess {
  const folder = makeEngineFolder();
  const [workingDir, scratchDir] = [path.join(folder, "empty"), path.join(folder, "scratch")];
  mkdirSync(workingDir);
  mkdirSync(scratchDir);
  const confinement = ["--permission", "--allow-addons", "--allow-worker", "--allow-fs-read=*"];
  const child = spawn(
    process.execPath,
    [...confinement, `--allow-fs-write=${folder}`, "--disable-proto=delete", "--disable-warning=SecurityWarning", main],
    {
      cwd: workingDir,
      env: engineEnvironment({ threads, memoryLimitBytes: totalmem(), scratchDir }),
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    },
  );
  lowerPriority(child.pid);
  const socket = child.stdio[3] as Socket; // a pipe of `stdio` is a socket, open both ways
  const channel = openMessageChannel<ToModelHost, FromModelHost>(socket, {
    receive,
    fail: (error) => {
      onLog(`The process that computes sent what is no message, so it is ended: ${String(error)}`);
      child.kill("SIGKILL");
    },
  });
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding("utf8").on("data", (text: string) => onLog(text.trimEnd().slice(0, 4_000)));
  }
  const gone = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => resolve(signal ? `signal ${signal}` : `code ${code}`));
  });
  void gone.then(async () => {
    socket.destroy();
    // What cannot be removed now is removed by the next one of this machine.
    await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => {});
  });
  return { pid: child.pid ?? 0, send: channel.send, gone, kill: () => void child.kill("SIGKILL") };
}
