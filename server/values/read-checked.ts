import { hash as digest } from "node:crypto";

/** Reads an artifact and makes certain that its bytes are those that its hash stands for. Rejects when they are not. */
export async function readChecked(hash: string, read: (hash: string) => Promise<Uint8Array>): Promise<Uint8Array> {
  const bytes = await read(hash);
  if (digest("sha256", bytes, "hex") === hash) return bytes;
  throw new Error(`the stored bytes of ${hash} are damaged`);
}
