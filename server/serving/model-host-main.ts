import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { Socket } from "node:net";
import { pipeline } from "node:stream/promises";
import { Worker } from "node:worker_threads";
import { NodeError } from "../../graph/node-runner.ts";
import type { OpenModel } from "../../graph/node-runner.ts";
import { openModelStore } from "../inference/open-model-store.ts";
import { openMessageChannel } from "./message-channel.ts";
import { cutTensors, headsOf } from "./model-host-messages.ts";
import type { FromModelHost, ToModelHost } from "./model-host-messages.ts";
import type { ServedModel } from "./served-model.ts";
import { toTensorValue, toWireTensor } from "./wire-tensor.ts";

/** The process that holds the sessions and computes, one request after the other. It may die at any time. */

/** The server has the other end of it. */
const LINK_FD = 3;
const nothing = new Uint8Array(0);

const files = new Map<string, string>();
const open = new Map<string, OpenModel>();
const refused: Record<string, string> = {};

const store = openModelStore({
  readModelPath: async (hash) => {
    const file = files.get(hash)!;
    const found = createHash("sha256");
    await pipeline(createReadStream(file), found);
    if (found.digest("hex") === hash) return file;
    throw new NodeError("bad-model", `The file ${file} has changed since the server started. Start the server again.`);
  },
  threads: Number(process.env.PATCHBAY_ENGINE_THREADS) || 1,
  budgetBytes: Number(process.env.PATCHBAY_ENGINE_MEMORY_BYTES) || 1_500_000_000,
});

const socket = new Socket({ fd: LINK_FD, readable: true, writable: true });
socket.on("close", () => process.exit(0));
let work: Promise<void> = Promise.resolve();
const channel = openMessageChannel<FromModelHost, ToModelHost>(socket, {
  receive: (message, bytes) => {
    work = work.then(() => (message.type === "models" ? load(message.models) : infer(message, bytes)));
  },
  fail: () => process.exit(1),
});
new Worker(new URL("../engine/parent-watch.ts", import.meta.url));

async function load(models: readonly ServedModel[]): Promise<void> {
  for (const { name, hash, path } of models) {
    files.set(hash, path);
    try {
      open.set(name, await store.open({ hash, name }));
    } catch (error) {
      refused[name] = error instanceof Error ? error.message : String(error);
    }
  }
  channel.send({ type: "ready", refused }, nothing);
}

async function infer(message: Extract<ToModelHost, { type: "infer" }>, bytes: Buffer): Promise<void> {
  const { id, model, outputs } = message;
  try {
    const startedAt = process.hrtime.bigint();
    const opened = open.get(model);
    if (!opened) return fail(id, 503, refused[model] ?? `The model "${model}" is not loaded.`);
    const feeds = cutTensors(message.tensors, bytes).map((tensor) => [tensor.name, toTensorValue(tensor)] as const);
    const readAt = process.hrtime.bigint();
    const results = await opened.run(Object.fromEntries(feeds));
    const computedAt = process.hrtime.bigint();
    const tensors = outputs.map((name) => toWireTensor(name, results[name]!));
    const body = Buffer.concat(tensors.map((tensor) => tensor.bytes));
    const times = {
      inputNs: Number(readAt - startedAt),
      inferNs: Number(computedAt - readAt),
      outputNs: Number(process.hrtime.bigint() - computedAt),
    };
    channel.send({ type: "result", id, tensors: headsOf(tensors), times }, body);
  } catch (error) {
    if (error instanceof NodeError) return fail(id, statusOf(error), error.message);
    channel.send({ type: "log", message: `The model "${model}" failed: ${String(error)}` }, nothing);
    fail(id, 500, `The model "${model}" failed for a reason that the log of the server has.`);
  }
}

function fail(id: number, status: number, message: string) {
  channel.send({ type: "failure", id, status, message }, nothing);
}

function statusOf({ kind }: NodeError): number {
  if (kind === "bad-model" || kind === "missing-model") return 503;
  return kind === "memory-limit" ? 507 : 400;
}
