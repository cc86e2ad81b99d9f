import { mkdirSync, statSync } from "node:fs";
import path from "node:path";

/**
 * Makes a folder and those above it. Node's own `recursive` never comes back where a file system takes no folders, as in
 * /proc.
 *
 * @throws what the system said of the first that could not be made
 */
export function makeFolder(folder: string): void {
  const full = path.resolve(folder);
  if (isFolder(full)) return;
  const parent = path.dirname(full);
  if (parent !== full) makeFolder(parent);
  try {
    mkdirSync(full);
  } catch (error) {
    // Somebody else may have made it meanwhile.
    if (isFolder(full)) return;
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new Error(`${parent} takes no folders`, { cause: error });
  }
}

const isFolder = (place: string) => statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;
