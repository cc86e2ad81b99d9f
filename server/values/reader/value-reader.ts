import { type ChildProcess, fork } from "node:child_process";
import { rm } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../../app-error.ts";
import { engineEnvironment } from "../../engine/engine-environment.ts";
import { confinement, makeEngineFolder } from "../../engine/engine-folder.ts";
import { lowerPriority } from "../../engine/lower-priority.ts";
import { createTurns } from "../../inference/one-at-a-time.ts";
import type { Content } from "../find-content.ts";
import { READER_IS_READY } from "./reader-messages.ts";
import type { FromReader, ReaderCall, ReaderCalls, StoredPart, ToReader } from "./reader-messages.ts";

const DEADLINE_MS = 20_000;
/** Starting takes seconds on a busy machine, and no value is to blame for that. */
const START_WITHIN_MS = 60_000;
/** What nobody has asked for this long gives its memory back. */
const IDLE_MS = 60_000;
/** More than these at once are refused: they would only wait for one another. */
const MAX_PENDING = 64;
const HEAP_MEGABYTES = 1_024;

type Pending = {
  resolve: (gives: ReaderCalls[ReaderCall]["gives"]) => void;
  reject: (error: Error) => void;
  timer?: NodeJS.Timeout;
};
type Reader = { child: ChildProcess; isReady: boolean; pending: Map<number, Pending>; idle?: NodeJS.Timeout };

/** Looks into large values in a process of its own, started when it is first needed. */
export type ValueReader = ReturnType<typeof createValueReader>;

/** `entry` is the program of the child, from the root of the project; tests have one that hangs. */
export function createValueReader({ entry = "server/values/reader/reader-main.ts", deadlineMs = DEADLINE_MS } = {}) {
  let reader: Reader | null = null;
  let count = 0;
  // A page asks for all that differs at once: the time limit is for each one's own work, not for its place in the line.
  const inTurn = createTurns();

  function start(): Reader {
    const folder = makeEngineFolder();
    // Not by `import.meta.url`: the pages' build moves this file, and the web process runs in the project's folder.
    const program = path.resolve(/* turbopackIgnore: true */ entry);
    const child = fork(program, [], {
      cwd: folder,
      execArgv: [`--max-old-space-size=${HEAP_MEGABYTES}`, ...confinement(folder)],
      env: engineEnvironment({ threads: 2, memoryLimitBytes: 0, scratchDir: folder }),
      serialization: "advanced",
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    lowerPriority(child.pid);
    const started: Reader = { child, isReady: false, pending: new Map() };
    child.on("message", (message: FromReader | typeof READER_IS_READY) => {
      if (message !== READER_IS_READY) return settle(started, message);
      started.isReady = true;
      for (const waiting of started.pending.values()) limit(started, waiting);
    });
    child.on("error", () => lose(started));
    child.on("exit", () => {
      lose(started);
      void rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => {});
    });
    child.unref();
    child.channel?.unref();
    return started;
  }

  function settle(from: Reader, message: FromReader) {
    const waiting = from.pending.get(message.id);
    if (!waiting) return;
    from.pending.delete(message.id);
    clearTimeout(waiting.timer);
    rest(from);
    if ("gives" in message) waiting.resolve(message.gives);
    else {
      const { code, message: words, reason } = message.refused;
      waiting.reject(new AppError(code, words, reason === undefined ? {} : { reason }));
    }
  }

  function lose(lost: Reader, error = new AppError("UNAVAILABLE", "The reading of the value broke off. Try again.")) {
    if (reader === lost) reader = null;
    clearTimeout(lost.idle);
    for (const { reject, timer } of lost.pending.values()) {
      clearTimeout(timer);
      reject(error);
    }
    lost.pending.clear();
  }

  /** From when its process is ready, the time counts. */
  function limit(at: Reader, waiting: Pending) {
    clearTimeout(waiting.timer);
    const late = at.isReady
      ? `Reading the value took longer than ${deadlineMs / 1_000} s, so it was ended. Ask for less of it, or download it.`
      : "The process that reads values did not start in time. Try again.";
    const error = new AppError("UNAVAILABLE", late, at.isReady ? { reason: "too-slow" } : {});
    waiting.timer = setTimeout(() => end(at, error), at.isReady ? deadlineMs : START_WITHIN_MS).unref();
  }

  function rest(at: Reader) {
    if (at.pending.size > 0) return;
    at.idle = setTimeout(() => end(at), IDLE_MS).unref();
  }

  function end(at: Reader, error?: AppError) {
    lose(at, error);
    at.child.kill("SIGKILL");
  }

  function ask<Call extends ReaderCall>(
    call: Call,
    asks: ReaderCalls[Call]["asks"],
  ): Promise<ReaderCalls[Call]["gives"]> {
    const at = (reader ??= start());
    if (at.pending.size >= MAX_PENDING) {
      throw new AppError("TOO_MANY_REQUESTS", "Many values are being read just now. Try again in some seconds.");
    }
    clearTimeout(at.idle);
    const id = ++count;
    return new Promise<ReaderCalls[ReaderCall]["gives"]>((resolve, reject) => {
      const waiting: Pending = { resolve, reject };
      at.pending.set(id, waiting);
      limit(at, waiting);
      at.child.send({ id, call, asks } as ToReader, (error) => error && lose(at));
    }) as Promise<ReaderCalls[Call]["gives"]>;
  }

  return {
    findItem: (list: Content, item: string) => ask("findItem", { list: partOf(list), item }),
    listItems: (list: Content, page: Omit<ReaderCalls["listItems"]["asks"], "list">) =>
      ask("listItems", { list: partOf(list), ...page }),
    tablePage: (table: Content, page: Omit<ReaderCalls["tablePage"]["asks"], "table">) =>
      ask("tablePage", { table: partOf(table), ...page }),
    columnStatistics: (table: Content, column: number) => ask("columnStatistics", { table: partOf(table), column }),
    compare: (asks: ReaderCalls["compare"]["asks"]) => inTurn(() => ask("compare", asks)),
    compareItems: (asks: ReaderCalls["compareItems"]["asks"]) => inTurn(() => ask("compareItems", asks)),
    givenRows: (file: Content, given: Omit<ReaderCalls["givenRows"]["asks"], "file">) =>
      ask("givenRows", { file: partOf(file), ...given }),
    /** A file that the caller removes when it is sent. */
    writeRows: (asks: ReaderCalls["writeRows"]["asks"]) => ask("writeRows", asks),
    judge: (asks: ReaderCalls["judge"]["asks"]) => inTurn(() => ask("judge", asks)),
    /** A file that the caller removes when it is sent. */
    writeCsv: (table: Content) => ask("writeCsv", { table: partOf(table) }),
    close: () => {
      if (reader) end(reader);
    },
  };
}

function partOf({ hash, file, start, sizeBytes }: Content): StoredPart {
  return { key: `${hash} ${start} ${sizeBytes}`, hash, file, start, sizeBytes };
}
