import { stat } from "node:fs/promises";
import type { InferenceSession } from "onnxruntime-node";
import { NodeError } from "../../graph/node-runner.ts";
import type { ModelStore, OpenModel } from "../../graph/node-runner.ts";
import type { TensorValue } from "../../graph/values.ts";
import { AppError } from "../app-error.ts";
import { checkFeeds } from "./check-feeds.ts";
import { fromOrt, readSignature, toOrt } from "./ort-tensors.ts";

/** Bytes of model files whose sessions stay open. A session takes about as much memory as its file, and its buffers. */
const DEFAULT_BUDGET_BYTES = 1_500_000_000;

export type ModelStoreOptions = {
  /** A file on this machine with the model of this hash. @throws AppError NOT_FOUND */
  readModelPath: (hash: string) => Promise<string>;
  /** Of all sessions together: they compute one at a time. */
  threads: number;
  /** Proved execution providers, the preferred one first: what `auto` means. */
  devices?: readonly string[];
  budgetBytes?: number;
};

type OpenSession = { session: InferenceSession; model: OpenModel; sizeBytes: number };

/**
 * Sessions by content hash and device, loaded once each however many ask at the same time, and kept until others need the
 * room: the one that was used longest ago goes first.
 */
export function openModelStore({
  readModelPath,
  threads,
  devices = ["cpu"],
  budgetBytes = DEFAULT_BUDGET_BYTES,
}: ModelStoreOptions): ModelStore & { close: () => Promise<void> } {
  // In the order of use: taken out and put back at each use.
  const sessions = new Map<string, Promise<OpenSession>>();

  async function makeRoom() {
    const open = await Promise.all(
      [...sessions].map(async ([key, opening]) => ({ key, found: await opening.catch(() => null) })),
    );
    let bytes = open.reduce((sum, { found }) => sum + (found?.sizeBytes ?? 0), 0);
    for (const { key, found } of open.slice(0, -1)) {
      if (bytes <= budgetBytes) return;
      if (!found) continue;
      sessions.delete(key);
      bytes -= found.sizeBytes;
      await found.session.release();
    }
  }

  return {
    open: async ({ hash, name }, { device = "auto" } = {}) => {
      const wanted = device === "auto" ? (devices[0] ?? "cpu") : device;
      if (!devices.includes(wanted) && wanted !== "cpu") {
        const message = `The device "${wanted}" was not proved on this worker. Choose "auto" or one of: ${devices.join(", ")}.`;
        throw new NodeError("bad-params", message, { param: "device" });
      }
      const key = `${wanted} ${hash}`;
      const known = sessions.get(key);
      sessions.delete(key);
      const opening = known ?? openSession({ hash, name, device: wanted, threads, readModelPath });
      sessions.set(key, opening);
      if (!known) {
        opening.then(makeRoom, () => sessions.delete(key));
      }
      return (await opening).model;
    },
    close: async () => {
      const open = await Promise.allSettled(sessions.values());
      sessions.clear();
      for (const result of open) if (result.status === "fulfilled") await result.value.session.release();
    },
  };
}

async function openSession({
  hash,
  name,
  device,
  threads,
  readModelPath,
}: { hash: string; name: string; device: string } & Pick<
  ModelStoreOptions,
  "threads" | "readModelPath"
>): Promise<OpenSession> {
  const path = await readModelPath(hash).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
    const message = `The model "${name}" is not stored here any more. Choose it again, or upload it.`;
    throw new NodeError("missing-model", message, { param: "model", cause: error });
  });
  const { size } = await stat(path);
  const session = await createSession(path, { name, device, threads });
  const inputs = readSignature(session.inputMetadata);
  const model: OpenModel = {
    inputs,
    outputs: readSignature(session.outputMetadata),
    labels: [],
    device,
    run: async (feeds) => {
      checkFeeds(feeds, { inputs, name });
      return await runSession(session, feeds, name);
    },
  };
  return { session, model, sizeBytes: size };
}

async function createSession(
  path: string,
  { name, device, threads }: { name: string; device: string; threads: number },
) {
  process.env.ORT_DISABLE_TELEMETRY = "1"; // read when the native library loads
  const { InferenceSession } = await import("onnxruntime-node");
  try {
    return await InferenceSession.create(path, {
      executionProviders: [device],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
      // Threads that spin between operators take the cores that the other processes of this machine need.
      extra: { session: { intra_op: { allow_spinning: "0" } } },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NodeError("bad-model", `The model "${name}" could not be loaded on ${device}: ${reason}`, {
      param: "model",
      cause: error,
    });
  }
}

/** Blocks this thread until the model is done: nothing else of the engine goes on meanwhile. */
async function runSession(session: InferenceSession, feeds: Readonly<Record<string, TensorValue>>, name: string) {
  const tensors = Object.entries(feeds).map(([input, tensor]) => [input, toOrt(tensor)] as const);
  try {
    const results = await session.run(Object.fromEntries(tensors));
    return Object.fromEntries(Object.entries(results).map(([output, tensor]) => [output, fromOrt(tensor)]));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const isMemory = /bad_alloc|allocate|out of memory/i.test(reason);
    throw new NodeError(isMemory ? "memory-limit" : "bad-input", `The model "${name}" could not compute: ${reason}`, {
      cause: error,
    });
  }
}
