import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { Socket } from "node:net";
import { pipeline } from "node:stream/promises";
import { Worker } from "node:worker_threads";
import { NodeError } from "../../graph/node-runner.ts";
import { openServices } from "../engine/open-services.ts";
import type { EngineServices } from "../engine/open-services.ts";
import { openMessageChannel } from "./message-channel.ts";
import { cutTensors, headsOf } from "./model-host-messages.ts";
import type { FromModelHost, ToModelHost } from "./model-host-messages.ts";
import type { OpenEndpoint } from "./compute-times.ts";
import { openEndpoint } from "./open-endpoint.ts";
import type { ServedEndpoint } from "./served-endpoint.ts";
import { ServingError } from "./serving-error.ts";

/** The process that holds the sessions and computes, one request after the other. It may die at any time. */

/** The server has the other end of it. */
const LINK_FD = 3;
const nothing = new Uint8Array(0);

const files = new Map<string, string>();
const open = new Map<string, OpenEndpoint>();
const refused: Record<string, string> = {};
let services: Promise<EngineServices> | null = null;

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

async function load(endpoints: readonly ServedEndpoint[]): Promise<void> {
  for (const endpoint of endpoints) {
    const own = endpoint.type === "workflow" ? endpoint.files : { [endpoint.hash]: endpoint.path };
    for (const [hash, file] of Object.entries(own)) files.set(hash, file);
    try {
      services ??= startServices();
      open.set(endpoint.name, await openEndpoint(endpoint, { services: await services, log }));
    } catch (error) {
      refused[endpoint.name] = error instanceof Error ? error.message : String(error);
    }
  }
  channel.send({ type: "ready", refused }, nothing);
}

function startServices(): Promise<EngineServices> {
  const put = () => Promise.reject(new Error("Nothing is stored here."));
  return openServices(
    { locate, put },
    {
      threads: Number(process.env.PATCHBAY_ENGINE_THREADS) || 1,
      devices: () => ["cpu"],
      memoryLimitBytes: Number(process.env.PATCHBAY_ENGINE_MEMORY_BYTES) || undefined,
      scratchDir: process.env.TMPDIR ?? process.cwd(),
    },
  );
}

async function locate(hash: string): Promise<string> {
  const file = files.get(hash);
  if (file === undefined) throw new NodeError("missing-file", `The file with the hash ${hash} is not here.`);
  const found = createHash("sha256");
  await pipeline(createReadStream(file), found);
  if (found.digest("hex") === hash) return file;
  throw new NodeError("bad-model", `The file ${file} has changed since the server started. Start the server again.`);
}

async function infer(message: Extract<ToModelHost, { type: "infer" }>, bytes: Buffer): Promise<void> {
  const { id, model, outputs } = message;
  try {
    const opened = open.get(model);
    if (!opened) return fail(id, 503, refused[model] ?? `The model "${model}" is not loaded.`);
    const { tensors, times } = await opened.infer(cutTensors(message.tensors, bytes), outputs);
    const body = Buffer.concat(tensors.map((tensor) => tensor.bytes));
    channel.send({ type: "result", id, tensors: headsOf(tensors), times }, body);
  } catch (error) {
    if (error instanceof ServingError) return fail(id, error.status, error.message);
    if (error instanceof NodeError) return fail(id, statusOf(error), error.message);
    log(`"${model}" failed: ${String(error)}`);
    fail(id, 500, `"${model}" failed for a reason that the log of the server has.`);
  }
}

function log(message: string) {
  channel.send({ type: "log", message }, nothing);
}

function fail(id: number, status: number, message: string) {
  channel.send({ type: "failure", id, status, message }, nothing);
}

function statusOf({ kind }: NodeError): number {
  if (kind === "bad-model" || kind === "missing-model" || kind === "missing-file") return 503;
  if (kind === "timeout") return 504;
  if (kind === "crashed") return 500;
  return kind === "memory-limit" ? 507 : 400;
}
