import { setImmediate } from "node:timers/promises";
import { NodeError } from "../../graph/node-runner.ts";
import type { ModelStore, OpenModel } from "../../graph/node-runner.ts";
import type { TensorValue } from "../../graph/values.ts";
import { AppError } from "../app-error.ts";
import { checkFeeds } from "./check-feeds.ts";
import { isMemoryError, loadModel, toSentence } from "./load-model.ts";
import type { LoadedModel } from "./load-model.ts";
import { fromOrt, toOrt } from "./ort-tensors.ts";
import { isDevice } from "./provider-of.ts";
import { createSessionCache } from "./session-cache.ts";

/** Bytes of sessions that stay open. A session takes about as much memory as its file, and its buffers. */
const DEFAULT_BUDGET_BYTES = 1_500_000_000;

export type ModelStoreOptions = {
  /** A file on this machine with the model of this hash. @throws AppError NOT_FOUND */
  readModelPath: (hash: string) => Promise<string>;
  /** Of each session; they compute one at a time. */
  threads: number;
  /** Proved execution providers, the preferred one first: what `auto` means. */
  devices?: () => readonly string[];
  budgetBytes?: number;
};

/**
 * Sessions by content hash and device, loaded once each however many ask at the same time, and kept until others need the
 * room. A model that a node has open may leave memory meanwhile; it comes back when it is run.
 */
export function openModelStore({
  readModelPath,
  threads,
  devices = () => ["cpu"],
  budgetBytes = DEFAULT_BUDGET_BYTES,
}: ModelStoreOptions): ModelStore & { openSessions: () => string[]; close: () => Promise<void> } {
  const cache = createSessionCache<LoadedModel>({ budgetBytes, release: ({ session }) => session.release() });

  return {
    open: async ({ hash, name }, { device = "auto" } = {}) => {
      const wanted = devicesFor(device, devices());
      const key = `${wanted.join("/")} ${hash}`;
      const load = async () => {
        const loaded = await loadModel({ path: await findFile(hash, name), name }, { devices: wanted, threads });
        // Loading held the thread: time limits that passed meanwhile are to be heard before the model is used.
        await setImmediate();
        return loaded;
      };
      const run: OpenModel["run"] = (feeds) => cache.use(key, load, (loaded) => runModel(loaded, { feeds, name }));
      return await cache.use(key, load, ({ inputs, outputs, labels, device: actual }) => ({
        inputs,
        outputs,
        labels,
        device: actual,
        run,
      }));
    },
    openSessions: cache.openKeys,
    close: cache.close,
  };

  async function findFile(hash: string, name: string): Promise<string> {
    return await readModelPath(hash).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      const message = `The model "${name}" is not stored here any more. Choose it again, or upload it.`;
      throw new NodeError("missing-model", message, { param: "model", cause: error });
    });
  }
}

/** `auto` goes on to the next device where a model does not load; a device that somebody named is meant. */
function devicesFor(device: string, proved: readonly string[]): readonly string[] {
  if (device === "auto") return proved.includes("cpu") ? proved : [...proved, "cpu"];
  if (device === "cpu") return [device];
  const known = proved.find((one) => isDevice(one, device));
  if (known) return [known];
  const choice = proved.map((one) => `"${one}"`).join(", ");
  const message = `The device "${device}" was not proved on this machine. Choose "auto" or one of: ${choice}.`;
  throw new NodeError("bad-params", message, { param: "device" });
}

/** Blocks this thread until the model is done: nothing else in the process goes on meanwhile. */
async function runModel(
  { session, TensorOf, inputs, outputs }: LoadedModel,
  { feeds, name }: { feeds: Readonly<Record<string, TensorValue>>; name: string },
): Promise<Record<string, TensorValue>> {
  checkFeeds(feeds, { inputs, name });
  const tensors = Object.fromEntries(inputs.map((input) => [input.name, toOrt(TensorOf, feeds[input.name]!)]));
  const results = await session.run(tensors).catch((error: unknown) => {
    throw toNodeError(error, name);
  });
  return Object.fromEntries(outputs.map((output) => [output.name, fromOrt(TensorOf, results[output.name]!)]));
}

function toNodeError(error: unknown, name: string): NodeError {
  const reason = toSentence(error);
  if (isMemoryError(reason)) {
    const message = `The model "${name}" needs more memory than there is. Give it smaller inputs. ${reason}`;
    return new NodeError("memory-limit", message, { cause: error });
  }
  return new NodeError("bad-input", `The model "${name}" cannot compute with these inputs: ${reason}`, {
    cause: error,
  });
}
