import "#server-only";
import { createHash, randomBytes } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { mkdir, open, opendir, readFile, readdir, rename, stat, unlink, utimes } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../app-error.ts";
import type { ArtifactStore, StoredArtifact } from "./artifact-store.ts";
import { checkedStream, requireWhole } from "./check-content.ts";

/** Longer than any upload may stand still: a temporary file older than this belongs to nobody. */
const STALE_AFTER_MS = 3_600_000;
const FOLDER_NAME = /^[0-9a-f]{2}$/;
const HASH = /^[0-9a-f]{64}$/;

/** Where a store in the folder keeps what has this hash. */
export function artifactFile(folder: string, hash: string): string {
  return path.join(folder, hash.slice(0, 2), hash.slice(2, 4), hash);
}

/**
 * Artifacts as files of one folder: `ab/cd/abcd…`. Several processes may use it at once.
 * A file appears under its hash by a rename, after its bytes are on the disk, and never changes from then on.
 */
export async function openFolderStore(parent: string): Promise<ArtifactStore> {
  const folder = path.resolve(parent);
  const temporaries = path.join(folder, "tmp");
  await mkdir(temporaries, { recursive: true });
  await removeStale(temporaries);

  const fileOf = (hash: string) => artifactFile(folder, hash);

  async function requireSize(hash: string): Promise<number> {
    // What is no hash is no file name either.
    if (!HASH.test(hash)) throw notFound(hash);
    const found = await stat(fileOf(hash)).catch(rejectUnless("ENOENT"));
    if (!found) throw notFound(hash);
    return found.size;
  }

  async function putPieces(pieces: readonly Uint8Array[], maxBytes: number): Promise<StoredArtifact> {
    const digest = createHash("sha256");
    let sizeBytes = 0;
    for (const piece of pieces) sizeBytes += piece.length;
    if (sizeBytes > maxBytes) throw tooLarge(maxBytes);
    for (const piece of pieces) digest.update(piece);
    const hash = digest.digest("hex");
    const stored = { hash, sizeBytes };
    if (await holds(fileOf(hash), pieces)) return stored;
    await withTemporary(temporaries, async (file, temporary) => {
      for (const piece of pieces) await file.writeFile(piece);
      await settle(file, temporary, fileOf(hash));
    });
    return stored;
  }

  async function putStream(content: AsyncIterable<Uint8Array>, maxBytes: number): Promise<StoredArtifact> {
    return await withTemporary(temporaries, async (file, temporary) => {
      const digest = createHash("sha256");
      let sizeBytes = 0;
      for await (const chunk of content) {
        sizeBytes += chunk.length;
        if (sizeBytes > maxBytes) throw tooLarge(maxBytes);
        digest.update(chunk);
        await file.writeFile(chunk);
      }
      const hash = digest.digest("hex");
      // Also over a file that is there: its bytes may be damaged, these are not.
      await settle(file, temporary, fileOf(hash));
      return { hash, sizeBytes };
    });
  }

  return {
    put: (content, { maxBytes = Infinity } = {}) => {
      if (content instanceof Uint8Array) return putPieces([content], maxBytes).catch(rejectFull);
      const stored = Symbol.asyncIterator in content ? putStream(content, maxBytes) : putPieces(content, maxBytes);
      return stored.catch(rejectFull);
    },
    has: (hash) =>
      requireSize(hash).then(
        () => true,
        (error: unknown) => {
          if (error instanceof AppError) return false;
          throw error;
        },
      ),
    async read(hash) {
      await requireSize(hash);
      return await requireWhole(await readFile(fileOf(hash)), hash);
    },
    async stream(hash) {
      const sizeBytes = await requireSize(hash);
      const file = await open(fileOf(hash));
      return { stream: checkedStream(file.createReadStream(), hash), sizeBytes };
    },
    async localPath(hash) {
      await requireSize(hash);
      return fileOf(hash);
    },
    async remove(hash, { ifUnchangedSince } = {}) {
      if (!HASH.test(hash)) return true;
      // Moved away first: a put from then on writes the file anew, and one before it has left its mark in the time.
      const moved = path.join(temporaries, randomBytes(12).toString("hex"));
      const isThere = await rename(fileOf(hash), moved).then(() => true, rejectUnless("ENOENT"));
      if (!isThere) return true;
      if (ifUnchangedSince && (await stat(moved)).mtime > ifUnchangedSince) {
        await rename(moved, fileOf(hash));
        return false;
      }
      await unlink(moved);
      return true;
    },
    list: () => listFolder(folder),
  };
}

/**
 * True when the file is there. Its time is renewed: whoever clears away old artifacts that nothing refers to must not
 * take this one, which is about to be referred to.
 */
async function touch(file: string): Promise<boolean> {
  const now = new Date();
  return utimes(file, now, now).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return false;
      throw error;
    },
  );
}

/** True when the file is there with these very bytes; one that is damaged is to be written anew. */
async function holds(file: string, pieces: readonly Uint8Array[]): Promise<boolean> {
  if (!(await touch(file))) return false;
  const found = await readFile(file).catch(rejectUnless("ENOENT"));
  if (found === null) return false;
  let at = 0;
  for (const piece of pieces) {
    if (!found.subarray(at, at + piece.length).equals(piece)) return false;
    at += piece.length;
  }
  return at === found.length;
}

async function withTemporary<T>(
  folder: string,
  write: (file: FileHandle, temporary: string) => Promise<T>,
): Promise<T> {
  const temporary = path.join(folder, randomBytes(12).toString("hex"));
  const file = await open(temporary, "wx", 0o600);
  try {
    return await write(file, temporary);
  } finally {
    // Gone already where it was renamed. On a full disk the close may fail as well.
    try {
      await file.close();
    } finally {
      await unlink(temporary).catch(rejectUnless("ENOENT"));
    }
  }
}

async function settle(file: FileHandle, temporary: string, target: string): Promise<void> {
  await file.chmod(0o444);
  await file.sync();
  await mkdir(path.dirname(target), { recursive: true });
  // Another put of the same bytes may be first. On Windows a rename onto its file is refused, and nothing is lost.
  await rename(temporary, target).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPERM" || !(await touch(target))) throw error;
  });
  await syncFolder(path.dirname(target));
}

/** Makes the new name durable. Windows cannot open folders, and needs no such thing. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => null);
  if (!handle) return;
  try {
    await handle.sync();
  } catch {
    // A file system that cannot do it.
  } finally {
    await handle.close();
  }
}

async function* listFolder(folder: string): AsyncGenerator<StoredArtifact & { modifiedAt: Date }> {
  for (const outer of await foldersIn(folder)) {
    for (const inner of await foldersIn(path.join(folder, outer))) {
      const leaf = path.join(folder, outer, inner);
      for await (const { name } of await opendir(leaf)) {
        if (!HASH.test(name)) continue;
        const found = await stat(path.join(leaf, name)).catch(rejectUnless("ENOENT"));
        if (found) yield { hash: name, sizeBytes: found.size, modifiedAt: found.mtime };
      }
    }
  }
}

async function foldersIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder).catch(rejectUnless("ENOENT"))) ?? [];
  return names.filter((name) => FOLDER_NAME.test(name)).sort();
}

async function removeStale(temporaries: string): Promise<void> {
  const oldest = Date.now() - STALE_AFTER_MS;
  for (const name of await readdir(temporaries)) {
    const file = path.join(temporaries, name);
    const found = await stat(file).catch(rejectUnless("ENOENT"));
    if (found && found.mtimeMs < oldest) await unlink(file).catch(rejectUnless("ENOENT"));
  }
}

function rejectUnless(code: string): (error: NodeJS.ErrnoException) => null {
  return (error) => {
    if (error.code !== code) throw error;
    return null;
  };
}

function notFound(hash: string): AppError {
  return new AppError("NOT_FOUND", `There is no stored file ${JSON.stringify(hash.slice(0, 64))}.`, {
    reason: "missing-artifact",
  });
}

/** Of the disk, or of what its owner allows on it. */
const FULL = new Set(["ENOSPC", "EDQUOT"]);

function rejectFull(error: NodeJS.ErrnoException): never {
  if (!FULL.has(error.code ?? "")) throw error;
  const message = "The disk of the artifact store is full, so nothing was stored. Make room on it and try again.";
  throw new AppError("STORAGE_FULL", message, { reason: "storage-full", cause: error });
}

function tooLarge(maxBytes: number): AppError {
  const message = `The file has more than the ${maxBytes.toLocaleString("en")} bytes allowed.`;
  return new AppError("PAYLOAD_TOO_LARGE", message, { reason: "too-large", details: { maxBytes } });
}
