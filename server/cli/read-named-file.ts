import { readFile } from "node:fs/promises";
import { UsageError } from "./usage-error.ts";

/** @throws UsageError that says why the file cannot be read. `what` is how the sentence names it. */
export async function readNamedFile(file: string, what = `The file "${file}"`): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new UsageError(`${what} cannot be read: ${reasonOf(error)}.`);
  }
}

const reasons: Record<string, string> = {
  ENOENT: "there is none",
  ENOTDIR: "there is none",
  EISDIR: "it is a folder",
  EEXIST: "a file has that name",
  EACCES: "you may not open it",
  EPERM: "you may not open it",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
  ERR_FS_FILE_TOO_LARGE: "it is larger than 2 GB",
};

/** What the system said of a file, in words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code && reasons[code]) ?? message;
}
