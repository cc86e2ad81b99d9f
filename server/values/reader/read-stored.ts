import { open } from "node:fs/promises";
import { AppError } from "../../app-error.ts";
import type { StoredPart } from "./reader-messages.ts";

/** Bytes of a stored value, counted from its start. @throws AppError NOT_FOUND "damaged-artifact" when the file is shorter */
export async function readStored(
  { file, start }: Pick<StoredPart, "file" | "start">,
  at: number,
  length: number,
): Promise<Buffer> {
  const [bytes] = await readAllStored({ file, start }, [{ at, length }]);
  return bytes!;
}

/** The same for several places, with the file opened once. */
export async function readAllStored(
  { file, start }: Pick<StoredPart, "file" | "start">,
  places: readonly { at: number; length: number }[],
): Promise<Buffer[]> {
  const handle = await open(file);
  try {
    const all: Buffer[] = [];
    for (const { at, length } of places) {
      const bytes = Buffer.alloc(length);
      let read = 0;
      while (read < length) {
        const { bytesRead } = await handle.read(bytes, read, length - read, start + at + read);
        if (bytesRead === 0) throw cutOff();
        read += bytesRead;
      }
      all.push(bytes);
    }
    return all;
  } finally {
    await handle.close();
  }
}

function cutOff(): AppError {
  const message = "The stored file is damaged: it is shorter than it was. Run the workflow again to make it anew.";
  return new AppError("NOT_FOUND", message, { reason: "damaged-artifact" });
}
