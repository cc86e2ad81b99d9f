import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { ModelRepository } from "./open-model-repository.ts";

const LOOK_EVERY_MS = 1_000;
/** A file that changed so shortly ago may change once more without its times telling. */
const FRESH_MS = 2_000;

/**
 * Looks at the files of a repository from time to time, and has it take up those whose content is another one. Content is
 * told by its digest, and only one that two looks found alike is taken: a file that is still being written is let be.
 */
export function watchModels(
  repository: ModelRepository,
  { everyMs = LOOK_EVERY_MS, onLog }: { everyMs?: number; onLog: (line: string) => void },
): { look: () => Promise<void>; close: () => void } {
  const digestOf = createFileDigests();
  const seen = new Map<string, string>();
  let isClosed = false;

  async function look(): Promise<void> {
    const changed = new Set<string>(repository.vanished());
    for (const file of repository.files()) {
      const digest = await digestOf(file.path);
      const isSettled = seen.get(file.path) === digest;
      if (digest === null) continue;
      seen.set(file.path, digest);
      if (isSettled && repository.hashOf(file) !== digest) changed.add(file.name);
    }
    for (const name of changed) {
      // Refusals are in the log and in the index; the content before stays.
      await repository.load(name).then(
        () => onLog(`The files of the model "${name}" changed, and were taken up.`),
        () => {},
      );
    }
  }

  async function go(): Promise<void> {
    await look().catch((error: unknown) => onLog(`The files of models cannot be looked at: ${String(error)}`));
    if (!isClosed) timer = setTimeout(() => void go(), everyMs);
  }

  let timer = setTimeout(() => void go(), everyMs);
  return {
    look,
    close: () => {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}

/** SHA-256 of files, read again only where the file may have changed; null where there is none. */
function createFileDigests(): (path: string) => Promise<string | null> {
  const known = new Map<string, { stamp: string; digest: string }>();
  return async (path) => {
    try {
      const { size, ino, ctimeMs, mtimeMs } = await stat(path);
      const stamp = `${ino} ${size} ${ctimeMs} ${mtimeMs}`;
      const before = known.get(path);
      if (before?.stamp === stamp && Date.now() - ctimeMs > FRESH_MS) return before.digest;
      const hash = createHash("sha256");
      await pipeline(createReadStream(path), hash);
      const digest = hash.digest("hex");
      known.set(path, { stamp, digest });
      return digest;
    } catch {
      return null;
    }
  };
}
