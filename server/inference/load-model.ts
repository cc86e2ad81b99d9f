import { readFile } from "node:fs/promises";
import type { InferenceSession, Tensor } from "onnxruntime-node";
import { NodeError } from "../../graph/node-runner.ts";
import type { TensorSignature } from "../../graph/values.ts";
import { AppError } from "../app-error.ts";
import { loadOnnxRuntime } from "./load-onnxruntime.ts";
import type { Turns } from "./one-at-a-time.ts";
import { readSignature } from "./ort-tensors.ts";
import { providerOf } from "./provider-of.ts";
import { cutZipMaps } from "./onnx/cut-zip-map.ts";
import { readOnnx } from "./read-onnx.ts";

export type LoadedModel = {
  session: InferenceSession;
  /** The class of the runtime that its tensors have to be of. */
  TensorOf: typeof Tensor;
  /** Where it computes: "cpu", "webgpu", or "webgpu + cpu" when the device lacks some of the model's operators. */
  device: string;
  inputs: TensorSignature[];
  outputs: TensorSignature[];
  labels: readonly string[];
  /** By which its session counts against the budget: the file, or what the process grew by, whichever is more. */
  sizeBytes: number;
  /** Of the runtime alone; it holds the thread for so long. */
  loadMs: number;
};

/** The first whose operators ONNX Runtime has all. */
const OLDEST_OPSET = 7;

export type SessionSettings = {
  threads: number;
  /** Where the operators are to be timed: how the path of the profile begins. It is finished when the session is released. */
  profilePrefix?: string | undefined;
};

export type ModelSource = { path: string; name: string };

/**
 * Opens a session on the first of the devices that takes the model.
 *
 * @throws NodeError "bad-model" with what the file, or the runtime on each device, has against it
 */
export async function loadModel(
  { path, name }: ModelSource,
  { devices, turns, ...settings }: SessionSettings & { devices: readonly string[]; turns: Turns },
): Promise<LoadedModel> {
  const { labels, fileBytes, opset, cut } = await scanModel({ path, name });
  const source = cut ?? path;
  const refusals: string[] = [];
  for (const device of devices) {
    const opened = await turns(() => measured(() => openOnDevice(source, { device, ...settings })));
    if ("refusal" in opened) {
      refusals.push(`${device}: ${opened.refusal}`);
      continue;
    }
    const { session } = opened;
    return {
      session,
      TensorOf: (await loadOnnxRuntime()).Tensor,
      device: opened.device,
      inputs: readSignature(session.inputMetadata),
      outputs: readSignature(session.outputMetadata),
      labels,
      sizeBytes: Math.max(fileBytes, opened.grownBytes),
      loadMs: opened.loadMs,
    };
  }
  const isMemory = refusals.length > 0 && refusals.every(isMemoryError);
  // Some such models load: those whose operators have not changed since.
  const isOld = !isMemory && opset < OLDEST_OPSET;
  const remedy = isOld
    ? ` It is written for opset ${opset}: export it for opset ${OLDEST_OPSET} or later, say 17.`
    : "";
  throw new NodeError(
    isMemory ? "memory-limit" : "bad-model",
    `The model "${name}" cannot be loaded. ${refusals.join(" ")}${remedy}`,
    { param: "model" },
  );
}

type Scan = {
  labels: readonly string[];
  fileBytes: number;
  /** Of ONNX's own operators; infinite where the model uses none. */
  opset: number;
  /** The model without what cannot flow, where it has such outputs. */
  cut?: Uint8Array;
};

/** Its own file may have come past every upload, as those of the command line do, so it is looked at here as well. */
async function scanModel({ path, name }: ModelSource): Promise<Scan> {
  const bytes = await readFile(path);
  try {
    const { labels = [], opset } = readOnnx(bytes);
    const standard = opset.find(({ domain }) => domain === "");
    const cut = cutZipMaps(bytes);
    return { labels, fileBytes: bytes.length, opset: standard?.version ?? Infinity, ...(cut && { cut }) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const message = `The model "${name}" cannot be used. ${error.message}`;
    throw new NodeError("bad-model", message, { param: "model", cause: error });
  }
}

async function measured<T extends object>(work: () => Promise<T>): Promise<T & { loadMs: number; grownBytes: number }> {
  const [bytesBefore, from] = [process.memoryUsage.rss(), performance.now()];
  const result = await work();
  return { ...result, loadMs: performance.now() - from, grownBytes: process.memoryUsage.rss() - bytesBefore };
}

/** A file, or a model in memory. */
type Source = string | Uint8Array;

type Opened = { session: InferenceSession; device: string } | { refusal: string };

/** On a device all of the model first; where it lacks operators, the processor helps out, and the name says so. */
async function openOnDevice(
  source: Source,
  { device, ...settings }: SessionSettings & { device: string },
): Promise<Opened> {
  if (device === "cpu") return await tryToOpen(source, { provider: device, device, ...settings, isAlone: false });
  const alone = await tryToOpen(source, { provider: device, device, ...settings, isAlone: true });
  if ("session" in alone) return alone;
  return await tryToOpen(source, { provider: device, device: `${device} + cpu`, ...settings, isAlone: false });
}

async function tryToOpen(
  source: Source,
  {
    provider,
    device,
    threads,
    profilePrefix,
    isAlone,
  }: SessionSettings & { provider: string; device: string; isAlone: boolean },
): Promise<Opened> {
  const { InferenceSession } = await loadOnnxRuntime();
  try {
    const session = await InferenceSession.create(source as string, {
      executionProviders: [providerOf(provider)],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: "sequential",
      logSeverityLevel: 4,
      ...(profilePrefix && { enableProfiling: true, profileFilePrefix: profilePrefix }),
      extra: {
        session: {
          // Threads that spin between operators take the cores that everything else on this machine needs.
          intra_op: { allow_spinning: "0" },
          inter_op: { allow_spinning: "0" },
          disable_cpu_ep_fallback: isAlone ? "1" : "0",
        },
      },
    });
    return { session, device };
  } catch (error) {
    return { refusal: toSentence(error) };
  }
}

/** What the runtime says without the place in its source, the name of the function and the condition that did not hold. */
export function toSentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const plain = text.replaceAll(/\/onnxruntime_src\/\S+(?: .*?\) | )/g, "").replaceAll(/\s+/g, " ");
  const sentence = plain.trim().slice(0, 500);
  return sentence.endsWith(".") ? sentence : `${sentence}.`;
}

export function isMemoryError(text: string): boolean {
  return /bad.?alloc|fail\w* to allocate|out of memory|not enough memory/i.test(text);
}
