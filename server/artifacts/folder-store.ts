import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readFile, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../app-error.ts";
import type { ArtifactStore, StoredArtifact } from "./artifact-store.ts";

const HASH = /^[0-9a-f]{64}$/;
/** A temporary file this old belongs to a process that died while it wrote. */
const STALE_AFTER_MS = 24 * 3_600_000;

/**
 * Artifacts as files: `ab/cdef…` under the folder, by SHA-256. A file is written under a temporary name, flushed to disk and
 * then renamed, so that under its hash there is always the whole content, also after a power cut or with several writers.
 */
export async function openFolderStore(folder: string): Promise<ArtifactStore> {
  const root = path.resolve(folder);
  const temporary = path.join(root, "tmp");
  await mkdir(temporary, { recursive: true });
  await removeStale(temporary);

  const fileOf = (hash: string): string => {
    if (!HASH.test(hash))
      throw new AppError("BAD_REQUEST", `"${hash.slice(0, 80)}" is no SHA-256 in 64 hexadecimal digits.`);
    return path.join(root, hash.slice(0, 2), hash.slice(2));
  };
  const sizeOf = async (hash: string): Promise<number | null> => {
    const found = await stat(fileOf(hash)).catch(ignoreMissing);
    return found ? found.size : null;
  };

  return {
    put: async (content, { maxBytes = Infinity } = {}) => {
      if (content instanceof Uint8Array) {
        if (content.length > maxBytes) throw tooLarge(maxBytes);
        const hash = createHash("sha256").update(content).digest("hex");
        if ((await sizeOf(hash)) === content.length) return { hash, sizeBytes: content.length };
      }
      const draft = path.join(temporary, randomUUID());
      try {
        const stored = await writeDraft(draft, { content, maxBytes });
        const file = fileOf(stored.hash);
        await mkdir(path.dirname(file), { recursive: true });
        await rename(draft, file);
        return stored;
      } finally {
        await rm(draft, { force: true });
      }
    },
    has: async (hash) => (await sizeOf(hash)) !== null,
    read: async (hash) => {
      const bytes = await readFile(fileOf(hash)).catch(ignoreMissing);
      if (!bytes) throw notFound(hash);
      return bytes;
    },
    stream: async (hash) => {
      const sizeBytes = await sizeOf(hash);
      if (sizeBytes === null) throw notFound(hash);
      return { stream: createReadStream(fileOf(hash)), sizeBytes };
    },
    localPath: async (hash) => {
      if ((await sizeOf(hash)) === null) throw notFound(hash);
      return fileOf(hash);
    },
    remove: async (hash) => await rm(fileOf(hash), { force: true }),
    list: () => listFolder(root),
  };
}

async function writeDraft(
  draft: string,
  { content, maxBytes }: { content: Uint8Array | AsyncIterable<Uint8Array>; maxBytes: number },
): Promise<StoredArtifact> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const file = await open(draft, "wx", 0o600);
  try {
    for await (const chunk of content instanceof Uint8Array ? [content] : content) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) throw tooLarge(maxBytes);
      hash.update(chunk);
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { hash: hash.digest("hex"), sizeBytes };
}

async function* listFolder(root: string): ReturnType<ArtifactStore["list"]> {
  for (const prefix of await readdir(root)) {
    if (!/^[0-9a-f]{2}$/.test(prefix)) continue;
    for (const rest of await readdir(path.join(root, prefix))) {
      const hash = prefix + rest;
      const found = HASH.test(hash) ? await stat(path.join(root, prefix, rest)).catch(ignoreMissing) : null;
      if (found) yield { hash, sizeBytes: found.size, modifiedAt: found.mtime };
    }
  }
}

async function removeStale(temporary: string) {
  for (const name of await readdir(temporary)) {
    const file = path.join(temporary, name);
    const found = await stat(file).catch(ignoreMissing);
    if (found && Date.now() - found.mtimeMs > STALE_AFTER_MS) await rm(file, { force: true });
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}

function notFound(hash: string): AppError {
  return new AppError("NOT_FOUND", `There is no artifact ${hash}.`, { reason: "missing-artifact" });
}

function tooLarge(maxBytes: number): AppError {
  return new AppError(
    "PAYLOAD_TOO_LARGE",
    `The file is larger than the limit of ${maxBytes.toLocaleString("en")} bytes.`,
    {
      reason: "too-large",
    },
  );
}
