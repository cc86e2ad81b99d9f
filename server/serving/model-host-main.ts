import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { Socket } from "node:net";
import { basename } from "node:path";
import { pipeline } from "node:stream/promises";
import type { BatchingVerdict } from "../../graph/batching-verdict.ts";
import { NodeError } from "../../graph/node-runner.ts";
import { openServices } from "../engine/open-services.ts";
import type { EngineServices } from "../engine/open-services.ts";
import { watchParent } from "../engine/watch-parent.ts";
import { largeBuffers } from "./buffer-pool.ts";
import { openMessageChannel } from "./message-channel.ts";
import { bytesOf, cutTensors, headsOf } from "./model-host-messages.ts";
import type { FromModelHost, HostedContent, ToModelHost } from "./model-host-messages.ts";
import type { OpenEndpoint } from "./compute-times.ts";
import { openEndpoint } from "./open-endpoint.ts";
import { filesOf } from "./served-content.ts";
import type { ServedContent } from "./served-content.ts";
import { ServingError } from "./serving-error.ts";

/** The process that holds the sessions and computes. It may die at any time. */

/** The server has the other end of it. */
const LINK_FD = 3;
const READ_BYTES = 262_144;
const nothing = new Uint8Array(0);

const files = new Map<string, string>();
const verdicts = new Map<string, BatchingVerdict>();
const open = new Map<string, OpenEndpoint & { content: ServedContent }>();
const cancels = new Map<number, AbortController>();
let services: Promise<EngineServices> | null = null;

// Read into one buffer: the 64 KB that each read takes otherwise cost more than what is in them (measured here, 600 KB took
// 3.3 ms instead of 0.25 ms).
const onread = {
  buffer: Buffer.alloc(READ_BYTES),
  callback: (length: number, buffer: Uint8Array) => {
    channel.push(buffer.subarray(0, length));
    return true;
  },
};
const socket = new Socket({ fd: LINK_FD, readable: true, writable: true, onread });
socket.on("close", () => process.exit(0));
let work: Promise<void> = Promise.resolve();
const channel = openMessageChannel<FromModelHost, ToModelHost>(socket, {
  receive: (message, bytes) => {
    if (message.type === "infer") void infer(message, bytes);
    else if (message.type === "cancel") cancels.get(message.id)?.abort();
    else
      work = work.then(() => (message.type === "load" ? load(message.hosted, message.isWarmed) : unload(message.key)));
  },
  fail: () => process.exit(1),
});
watchParent();

async function load({ key, content }: HostedContent, isWarmed: boolean): Promise<void> {
  channel.send({ type: "loading", key }, nothing);
  for (const [hash, file] of Object.entries(filesOf(content))) files.set(hash, file);
  if (content.type === "model" && content.batching) verdicts.set(content.hash, content.batching);
  try {
    services ??= startServices();
    const warming = () => channel.send({ type: "warming", key }, nothing);
    const opened = await openEndpoint(content, { services: await services, log, warming }, { isWarmed });
    open.set(key, { ...opened, content });
    channel.send({ type: "loaded", key, refusal: null }, nothing);
  } catch (error) {
    channel.send({ type: "loaded", key, refusal: error instanceof Error ? error.message : String(error) }, nothing);
  }
}

async function unload(key: string): Promise<void> {
  const gone = open.get(key);
  if (!gone || !services) return;
  open.delete(key);
  const needed = new Set([...open.values()].flatMap(({ content }) => Object.keys(filesOf(content))));
  for (const hash of Object.keys(filesOf(gone.content))) {
    if (needed.has(hash)) continue;
    files.delete(hash);
    await (await services).models.forget(hash);
  }
}

function startServices(): Promise<EngineServices> {
  const put = () => Promise.reject(new Error("Nothing is stored here."));
  const findBatching = (hash: string) => Promise.resolve(verdicts.get(hash) ?? null);
  return openServices(
    { locate, put, findBatching },
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
  throw new NodeError(
    "bad-model",
    `The file "${basename(file)}" has changed since it was loaded. Load the model again.`,
  );
}

async function infer(message: Extract<ToModelHost, { type: "infer" }>, bytes: Buffer): Promise<void> {
  const { id, key, outputs } = message;
  const opened = open.get(key);
  if (!opened) return fail(id, 503, "The model is not loaded.");
  const cancel = new AbortController();
  cancels.set(id, cancel);
  try {
    const inputs = cutTensors(message.tensors, bytes);
    const { tensors, times } = await opened.infer(inputs, outputs, cancel);
    // A workflow may hand parts of its inputs on to its outputs.
    if (opened.content.type === "model") largeBuffers.give(bytes);
    channel.send({ type: "result", id, tensors: headsOf(tensors), times }, bytesOf(tensors));
  } catch (error) {
    if (cancel.signal.aborted) return fail(id, 499, "Nobody waits for it any more.");
    if (error instanceof ServingError) return fail(id, error.status, error.message);
    if (error instanceof NodeError) return fail(id, statusOf(error), error.message);
    const { name } = opened.content;
    log(`"${name}" failed: ${String(error)}`);
    fail(id, 500, `"${name}" failed for a reason that the log of the server has.`);
  } finally {
    cancels.delete(id);
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
