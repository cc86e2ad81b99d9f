import { readFile } from "node:fs/promises";
import { totalmem } from "node:os";
import { NodeError } from "../../graph/node-runner.ts";
import type { NodeContext } from "../../graph/node-runner.ts";
import type { ArtifactRef } from "../../graph/recorded-values.ts";
import { AppError } from "../app-error.ts";
import { createImageCodec } from "../images/create-image-codec.ts";
import { openModelStore } from "../inference/open-model-store.ts";
import { openProfiledModels, type ProfiledModels } from "../inference/open-profiled-models.ts";
import { openSandbox } from "../sandbox/open-sandbox.ts";
import { openTableEngine } from "../tables/open-table-engine.ts";

/** Of the memory, for sessions that stay open; the rest is for what flows and for their buffers. */
const MODEL_SHARE = 0.4;

/** How an engine reaches stored bytes: through its worker, or, in the command line, a folder of its own. */
export type ArtifactAccess = {
  /** @throws AppError NOT_FOUND */
  locate: (hash: string) => Promise<string>;
  put: (bytes: Uint8Array) => Promise<{ hash: string; sizeBytes: number }>;
};

export type EngineServices = Pick<NodeContext, "images" | "tables" | "sandbox" | "files"> & {
  models: ReturnType<typeof openModelStore>;
  openProfiledModels: () => Promise<ProfiledModels>;
  putArtifact: (bytes: Uint8Array, mediaType: string) => Promise<ArtifactRef>;
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
  const readArtifact = async (hash: string) => await readFile(await artifacts.locate(hash));
  const tables = await openTableEngine({ scratchParent: scratchDir, threads });
  const sessions = { readModelPath: artifacts.locate, threads, devices };
  const models = openModelStore({ ...sessions, budgetBytes: memoryLimitBytes * MODEL_SHARE });
  const sandbox = openSandbox();
  return {
    models,
    openProfiledModels: () => openProfiledModels(sessions, scratchDir),
    tables,
    sandbox,
    images: createImageCodec(),
    files: {
      read: async ({ hash, name }) => {
        try {
          return await readArtifact(hash);
        } catch (error) {
          if (!isMissing(error)) throw error;
          throw new NodeError("missing-file", `The file "${name}" is not stored here any more. Choose it again.`, {
            cause: error,
          });
        }
      },
    },
    readArtifact,
    putArtifact: async (bytes, mediaType) => ({ ...(await artifacts.put(bytes)), mediaType }),
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
