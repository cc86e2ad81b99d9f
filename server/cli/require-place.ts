import { access, constants, stat } from "node:fs/promises";
import path from "node:path";
import { makeFolder } from "../make-folder.ts";
import { reasonOf } from "./read-named-file.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Before the run, so that hours of it are not lost for want of a place. `what` is how the sentence names the file.
 *
 * @throws UsageError for a file that could not be written
 */
export async function requirePlace(file: string, what: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  try {
    if (found?.isDirectory()) throw Object.assign(new Error(), { code: "EISDIR" });
    await access(found ? file : path.dirname(path.resolve(file)), constants.W_OK);
  } catch (error) {
    throw new UsageError(`${what} "${file}" cannot be written: ${whyUnwritten(error)}.`);
  }
}

/**
 * Makes a folder for what comes at the end, where there is none. `what` is how the sentence names it.
 *
 * @throws UsageError for a folder that cannot be made, or in which nothing could be written
 */
export async function requireFolder(folder: string, what: string): Promise<void> {
  try {
    makeFolder(folder);
  } catch (error) {
    throw new UsageError(`The folder "${folder}" for the ${what} cannot be made: ${whyUnwritten(error)}.`);
  }
  await access(folder, constants.W_OK).catch((error: unknown) => {
    throw new UsageError(`Nothing can be written into the folder "${folder}" for the ${what}: ${reasonOf(error)}.`);
  });
}

/** What the system said of a file that was to be written, in words. */
export function whyUnwritten(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "its folder is not there";
  if (code === "ENOTDIR") return "what should be its folder is a file";
  return reasonOf(error);
}
