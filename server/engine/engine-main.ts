import { connect } from "node:net";
import { Worker } from "node:worker_threads";
import { AppError } from "../app-error.ts";
import type { NodeFailure } from "../../graph/run-events.ts";
import type { EngineRunRequest } from "./engine-pool-types.ts";
import { createEventBatcher } from "./event-batcher.ts";
import type { EventBatcher } from "./event-batcher.ts";
import { executeRun } from "./execute-run.ts";
import { createFrameDecoder, encodeFrame } from "./frames.ts";
import type { ToEngine, ToWorker } from "./messages.ts";
import { openServices } from "./open-services.ts";
import type { EngineServices } from "./open-services.ts";

/** The process that computes. It ends with its worker, and may die at any time: all that must last is with the worker. */

const socketPath = process.env.PATCHBAY_ENGINE_SOCKET;
if (!socketPath) throw new Error("PATCHBAY_ENGINE_SOCKET is not set: an engine is started by a worker.");

const socket = connect(socketPath);
const decoder = createFrameDecoder<ToEngine>();
const runs = new Map<string, { abort: AbortController; events: EventBatcher }>();
const questions = new Map<number, (answer: Extract<ToEngine, { type: "answer" }>) => void>();
let lastQuestion = 0;

socket.on("close", () => process.exit(0));
socket.on("error", () => process.exit(1));
new Worker(new URL("parent-watch.ts", import.meta.url));

function send(message: ToWorker, body?: Uint8Array) {
  socket.cork();
  for (const part of encodeFrame(message, body)) socket.write(part);
  socket.uncork();
}

function ask(question: (id: number) => ToWorker, body?: Uint8Array): Promise<Extract<ToEngine, { type: "answer" }>> {
  const id = ++lastQuestion;
  return new Promise((resolve, reject) => {
    questions.set(id, (answer) => {
      if (answer.error === undefined) resolve(answer);
      else reject(new AppError("NOT_FOUND", answer.error));
    });
    send(question(id), body);
  });
}

const services = await openServices(
  {
    locate: async (hash) => (await ask((id) => ({ type: "locate", id, hash }))).path!,
    put: async (bytes) => {
      const { hash, sizeBytes } = await ask((id) => ({ type: "put", id }), bytes);
      return { hash: hash!, sizeBytes: sizeBytes! };
    },
  },
  {
    threads: Number(process.env.PATCHBAY_ENGINE_THREADS) || 1,
    devices: process.env.PATCHBAY_ENGINE_DEVICES?.split(",") ?? ["cpu"],
    scratchDir: process.cwd(),
  },
);

socket.on("data", (chunk: Buffer) => {
  for (const { header } of decoder.push(chunk)) receive(header);
});
send({ type: "ready" });

function receive(message: ToEngine) {
  if (message.type === "answer") {
    questions.get(message.id)?.(message);
    questions.delete(message.id);
  } else if (message.type === "cancel") runs.get(message.runId)?.abort.abort();
  else void run(message.request);
}

async function run(request: EngineRunRequest) {
  const { runId } = request;
  const abort = new AbortController();
  const events = createEventBatcher((batch) => send({ type: "events", runId, events: batch }));
  runs.set(runId, { abort, events });
  const result = await executeRun(request, {
    services: announcing(events),
    emit: events.add,
    flush: async () => {
      events.send();
      await ask((id) => ({ type: "flush", id, runId }));
    },
    signal: abort.signal,
    log: (message) => send({ type: "log", message }),
  }).catch((error: unknown) => {
    send({
      type: "log",
      message: `Run ${runId}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    });
    const failure: NodeFailure = { kind: "crashed", message: "The engine failed while it executed the run." };
    return { outcome: "failed" as const, failure };
  });
  events.send();
  runs.delete(runId);
  send({ type: "finished", runId, ...result });
}

/** A model blocks this thread while it computes, so what has happened so far goes out first. */
function announcing(events: EventBatcher): EngineServices {
  const open: EngineServices["models"]["open"] = async (...args) => {
    const model = await services.models.open(...args);
    return {
      ...model,
      run: (feeds) => {
        events.send();
        return model.run(feeds);
      },
    };
  };
  return { ...services, models: { ...services.models, open } };
}
