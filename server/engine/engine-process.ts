import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import type { Socket } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { engineEnvironment } from "./engine-environment.ts";
import { confinement, makeEngineFolder } from "./engine-folder.ts";
import { createFrameWriter } from "./frame-writer.ts";
import { createFrameDecoder } from "./frames.ts";
import { lowerPriority } from "./lower-priority.ts";
import type { ToEngine, ToWorker } from "./messages.ts";

const main = fileURLToPath(new URL("engine-main.ts", import.meta.url));
const READY_WITHIN_MS = 60_000;
/** Of what it printed last: enough for the message with which V8 gives up. */
const KEPT_OUTPUT_CHARACTERS = 4_000;

export type EngineProcess = {
  pid: number;
  /** Resolves when the engine takes runs; rejects when it ended before that. */
  ready: Promise<void>;
  /** Resolves with how it ended: "signal SIGKILL", "code 1". */
  gone: Promise<string>;
  /** What it printed last. */
  lastOutput: () => string;
  send: (message: ToEngine, body?: Uint8Array) => void;
  kill: () => void;
  /** Lets it end by itself, and kills it when it has not within the grace. */
  close: (graceMs: number) => Promise<void>;
};

export type EngineProcessOptions = {
  threads: number;
  memoryLimitBytes: number;
  onMessage: (message: Exclude<ToWorker, { type: "ready" }>, body: Uint8Array) => void;
  onLog: (line: string) => void;
  /** The program of the child; tests have others that misbehave. */
  entry?: string;
};

/**
 * Starts one engine: a child with an environment of its own and an empty working directory. The two speak over a socket
 * that the child has from birth (a Unix socket; on Windows a named pipe): there is no address to which anyone else could connect.
 */
export function startEngineProcess({
  threads,
  memoryLimitBytes,
  onMessage,
  onLog,
  entry = main,
}: EngineProcessOptions): EngineProcess {
  const folder = makeEngineFolder();
  const [workingDir, scratchDir] = [path.join(folder, "empty"), path.join(folder, "scratch")];
  mkdirSync(workingDir);
  mkdirSync(scratchDir);
  const { promise: ready, resolve: becomeReady, reject: failToStart } = Promise.withResolvers<void>();
  const { promise: gone, resolve: end } = Promise.withResolvers<string>();
  ready.catch(() => {}); // who waits hears it; nobody may wait

  const heapMegabytes = Math.max(64, Math.floor(memoryLimitBytes / 1_000_000));
  const child: ChildProcess = spawn(
    process.execPath,
    [`--max-old-space-size=${heapMegabytes}`, ...confinement(folder), entry],
    {
      cwd: workingDir,
      env: engineEnvironment({ threads, memoryLimitBytes, scratchDir }),
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    },
  );
  lowerPriority(child.pid);
  const socket = child.stdio[3] as Socket; // a pipe of `stdio` is a socket, open both ways
  const writer = createFrameWriter(socket);
  const lastOutput = keepOutput(child, onLog);
  receiveFrames();

  const startTimer = setTimeout(() => child.kill("SIGKILL"), READY_WITHIN_MS);
  const over = (how: string) => {
    clearTimeout(startTimer);
    socket.destroy();
    failToStart(new Error(`The engine ended before it was ready (${how}).`));
    end(how);
  };
  child.once("error", (error) => over(error.message));
  // What cannot be removed now is removed by the next engine of this machine.
  const removed = gone.then(() => rm(folder, { recursive: true, force: true, maxRetries: 3 })).catch(() => {});
  // Not "exit": what it said last is to be read first.
  child.once("close", (code, signal) => over(signal ? `signal ${signal}` : `code ${code}`));

  function receiveFrames() {
    const decoder = createFrameDecoder<ToWorker>();
    socket.on("error", () => {}); // its death is told by `gone`
    socket.on("data", (chunk: Buffer) => {
      try {
        for (const { header, body } of decoder.push(chunk)) {
          if (header.type !== "ready") onMessage(header, body);
          else {
            clearTimeout(startTimer);
            becomeReady();
          }
        }
      } catch (error) {
        onLog(`The engine ${child.pid} sent what is no message, so it is ended: ${String(error)}`);
        socket.destroy();
        child.kill("SIGKILL");
      }
    });
  }

  return {
    pid: child.pid ?? 0,
    ready,
    gone,
    lastOutput,
    send: (message, body) => {
      if (socket.writable) writer.send(message, body);
    },
    kill: () => void child.kill("SIGKILL"),
    close: async (graceMs) => {
      socket.end();
      const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
      await gone;
      clearTimeout(timer);
      await removed;
    },
  };
}

function keepOutput(child: ChildProcess, onLog: (line: string) => void): () => string {
  let output = "";
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-KEPT_OUTPUT_CHARACTERS);
      onLog(text.trimEnd().slice(0, KEPT_OUTPUT_CHARACTERS));
    });
  }
  return () => output;
}
