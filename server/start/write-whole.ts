import { rename, writeFile } from "node:fs/promises";

/** Writes a file that has its name only once it is whole: a server may be reading the folder. */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  await writeFile(`${file}.part`, content);
  await rename(`${file}.part`, file);
}
