import { spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { engineEnvironment } from "./engine-environment.ts";
import { createFrameDecoder, encodeFrame } from "./frames.ts";
import type { ToEngine, ToWorker } from "./messages.ts";

const main = fileURLToPath(new URL("engine-main.ts", import.meta.url));
const READY_WITHIN_MS = 60_000;

export type EngineProcess = {
  pid: number;
  /** Resolves when the engine takes runs; rejects when it ended before that. */
  ready: Promise<void>;
  /** Resolves with how it ended: "signal SIGKILL", "code 1". */
  gone: Promise<string>;
  send: (message: ToEngine) => void;
  kill: () => void;
  /** Lets it end by itself, and kills it when it has not within the grace. */
  close: (graceMs: number) => Promise<void>;
};

/** Starts one engine: a child with an environment and an empty folder of its own, spoken to over a private socket. */
export function startEngineProcess({
  threads,
  devices,
  heapLimitBytes,
  onMessage,
  onLog,
}: {
  threads: number;
  devices: readonly string[];
  heapLimitBytes: number;
  onMessage: (message: ToWorker, body: Uint8Array) => void;
  onLog: (line: string) => void;
}): EngineProcess {
  const scratchDir = mkdtempSync(path.join(tmpdir(), "patchbay-engine-"));
  const socketPath =
    process.platform === "win32" ? `\\\\.\\pipe\\${path.basename(scratchDir)}` : path.join(scratchDir, "socket");
  const workingDir = mkdtempSync(path.join(scratchDir, "work-"));
  let socket: Socket | undefined;
  const { promise: ready, resolve: becomeReady, reject: failToStart } = Promise.withResolvers<void>();
  const { promise: gone, resolve: end } = Promise.withResolvers<string>();
  ready.catch(() => {}); // who waits hears it; nobody may wait

  const server = createServer((connection) => {
    server.close(); // one engine, one connection
    socket = connection;
    const decoder = createFrameDecoder<ToWorker>();
    connection.on("error", () => {}); // its death is told by `gone`
    connection.on("data", (chunk: Buffer) => {
      try {
        for (const { header, body } of decoder.push(chunk)) {
          if (header.type === "ready") becomeReady();
          else onMessage(header, body);
        }
      } catch (error) {
        onLog(`The engine ${child.pid} sent what is no message, so it is ended: ${String(error)}`);
        child.kill("SIGKILL");
      }
    });
  }).listen(socketPath);

  const heap = Math.max(64, Math.floor(heapLimitBytes / 1_000_000));
  const child: ChildProcessByStdio<null, Readable, Readable> = spawn(
    process.execPath,
    [`--max-old-space-size=${heap}`, main],
    {
      cwd: workingDir,
      env: engineEnvironment({ socketPath, threads, devices, scratchDir: workingDir }),
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const startTimer = setTimeout(() => child.kill("SIGKILL"), READY_WITHIN_MS);
  void ready.then(
    () => clearTimeout(startTimer),
    () => clearTimeout(startTimer),
  );
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => onLog(chunk.toString("utf8").trimEnd().slice(0, 4_000)));
  }
  const over = (how: string) => {
    server.close();
    socket?.destroy();
    rmSync(scratchDir, { recursive: true, force: true });
    failToStart(new Error(`The engine ended before it was ready (${how}).`));
    end(how);
  };
  child.once("error", (error) => over(error.message));
  child.once("exit", (code, signal) => over(signal ? `signal ${signal}` : `code ${code}`));

  return {
    pid: child.pid ?? 0,
    ready,
    gone,
    send: (message) => {
      if (!socket || socket.destroyed) return;
      for (const part of encodeFrame(message)) socket.write(part);
    },
    kill: () => void child.kill("SIGKILL"),
    close: async (graceMs) => {
      if (socket) socket.end();
      else child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
      await gone;
      clearTimeout(timer);
    },
  };
}
