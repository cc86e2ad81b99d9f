import { readFile } from "node:fs/promises";
import { totalmem } from "node:os";
import type { BatchingVerdict } from "../../graph/batching-verdict.ts";
import { NodeError } from "../../graph/node-runner.ts";
import type { NodeContext } from "../../graph/node-runner.ts";
import { AppError } from "../app-error.ts";
import { createFileCheck, isDamaged } from "../artifacts/check-content.ts";
import { createImageCodec } from "../images/create-image-codec.ts";
import { openModelStore } from "../inference/open-model-store.ts";
import { openProfiledModels, type ProfiledModels } from "../inference/open-profiled-models.ts";
import { openSandbox } from "../sandbox/open-sandbox.ts";
import { openTableEngine } from "../tables/open-table-engine.ts";
import type { PutArtifact } from "../values/preview-value.ts";

/** Of the memory, for sessions that stay open; the rest is for what flows and for their buffers. */
const MODEL_SHARE = 0.4;
const RUN_AGAIN = "Start the run again, so that it is made anew.";

/** How an engine reaches stored bytes: through its worker, or, in the command line, a folder of its own. */
export type ArtifactAccess = {
  /** @throws AppError NOT_FOUND */
  locate: (hash: string) => Promise<string>;
  /** What was found out of joining the calls of a model, where somebody has. */
  findBatching?: (hash: string) => Promise<BatchingVerdict | null>;
  /** @throws AppError STORAGE_FULL */
  put: (pieces: readonly Uint8Array[]) => Promise<{ hash: string; sizeBytes: number }>;
};

export type EngineServices = Pick<NodeContext, "images" | "tables" | "sandbox" | "files"> & {
  models: ReturnType<typeof openModelStore>;
  openProfiledModels: () => Promise<ProfiledModels>;
  /** @throws NodeError "storage-full" */
  putArtifact: PutArtifact;
  /** The bytes of a recorded value. @throws NodeError "missing-file" or "damaged-file" */
  readArtifact: (hash: string) => Promise<Uint8Array>;
  close: () => Promise<void>;
};

/** All that nodes may reach, opened once for a process and shared by its runs. */
export async function openServices(
  artifacts: ArtifactAccess,
  {
    threads,
    devices,
    memoryLimitBytes = totalmem(),
    scratchDir,
  }: { threads: number; devices: () => readonly string[]; memoryLimitBytes?: number | undefined; scratchDir: string },
): Promise<EngineServices> {
  const requireWholeFile = createFileCheck();
  /** @throws NodeError where the content is gone or is not what it was */
  async function locate(hash: string, { what, remedy }: { what: string; remedy: string }): Promise<string> {
    const file = await artifacts.locate(hash);
    await requireWholeFile(file, hash).catch((error: unknown) => {
      if (!isDamaged(error)) throw error;
      const message = `${what} is damaged: the bytes in the store are not those that were put there. ${remedy}`;
      throw new NodeError("damaged-file", message, { cause: error });
    });
    return file;
  }
  async function read(hash: string, words: { what: string; remedy: string; again: string }): Promise<Uint8Array> {
    try {
      return await readFile(await locate(hash, words));
    } catch (error) {
      if (!isMissing(error)) throw error;
      throw new NodeError("missing-file", `${words.what} is not stored here any more. ${words.again}`, {
        cause: error,
      });
    }
  }
  const tables = await openTableEngine({ scratchParent: scratchDir, threads });
  const modelWords = { what: "The file of the model", remedy: "Upload the model again." };
  const verdicts = new Map<string, BatchingVerdict>();
  async function readModelPath(hash: string): Promise<string> {
    // What cannot be told now is found out by trying.
    const known = verdicts.has(hash) ? null : await artifacts.findBatching?.(hash).catch(() => null);
    if (known) verdicts.set(hash, known);
    return await locate(hash, modelWords);
  }
  const sessions = { readModelPath, threads, devices };
  const models = openModelStore({ ...sessions, budgetBytes: memoryLimitBytes * MODEL_SHARE, verdicts });
  const sandbox = openSandbox();
  return {
    models,
    openProfiledModels: () => openProfiledModels(sessions, scratchDir),
    tables,
    sandbox,
    images: createImageCodec(),
    files: {
      read: ({ hash, name }) =>
        read(hash, { what: `The file "${name}"`, remedy: "Upload it again.", again: "Choose it again." }),
    },
    readArtifact: (hash) => read(hash, { what: "A value of an earlier step", remedy: RUN_AGAIN, again: RUN_AGAIN }),
    putArtifact: async (pieces, mediaType) => {
      try {
        return { ...(await artifacts.put(pieces)), mediaType };
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== "STORAGE_FULL") throw error;
        throw new NodeError("storage-full", error.message, { cause: error });
      }
    },
    close: async () => {
      tables.close();
      await Promise.all([models.close(), sandbox.close()]);
    },
  };
}

function isMissing(error: unknown): boolean {
  return (
    (error instanceof AppError && error.code === "NOT_FOUND") || (error as NodeJS.ErrnoException).code === "ENOENT"
  );
}
