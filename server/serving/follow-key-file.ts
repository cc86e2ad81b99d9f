import { unwatchFile, watchFile } from "node:fs";
import { readFile } from "node:fs/promises";
import { readServingKeys } from "./serving-keys.ts";
import type { ServingKey } from "./serving-keys.ts";

const LOOK_EVERY_MS = 500;

export type KeyRing = {
  /** Those that count now. */
  keys: () => readonly ServingKey[];
  close: () => void;
};

/**
 * Keys that follow their file, so that one is given or taken back without a restart. What cannot be read as keys, and a
 * file that is gone, is told and changes nothing: a slip while editing shuts nobody out. A file without keys lets nobody in.
 *
 * @param keys what the file held at the start
 */
export function followKeyFile(
  file: string,
  keys: readonly ServingKey[],
  { onLog }: { onLog: (line: string) => void },
): KeyRing {
  let current = keys;

  async function read() {
    try {
      current = readServingKeys(await readFile(file, "utf8"));
      onLog(`The keys in ${file} changed: ${current.length} count now.`);
    } catch (error) {
      onLog(`The keys in ${file} cannot be read, so those of before count on: ${(error as Error).message}`);
    }
  }

  const look = () => void read();
  watchFile(file, { interval: LOOK_EVERY_MS, persistent: false }, look);
  return { keys: () => current, close: () => unwatchFile(file, look) };
}
