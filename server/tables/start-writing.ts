import { open } from "node:fs/promises";

/**
 * A file of these bytes, written with as few calls as the system takes. `writeFile` makes one for every 512 KiB, and each
 * waits for the JavaScript thread, which may have other work for a second.
 */
export async function startWriting(path: string, bytes: Uint8Array): Promise<{ written: Promise<void> }> {
  const file = await open(path, "w");
  const write = async () => {
    try {
      for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at)).bytesWritten;
    } finally {
      await file.close();
    }
  };
  return { written: write() };
}
