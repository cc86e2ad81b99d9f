import { chmod, open } from "node:fs/promises";

/** Turns one bit of the byte in the middle of a file. */
export async function damage(file: string): Promise<void> {
  await chmod(file, 0o600);
  const handle = await open(file, "r+");
  const at = Math.floor((await handle.stat()).size / 2);
  const { buffer: byte } = await handle.read(Buffer.alloc(1), 0, 1, at);
  byte[0]! ^= 1;
  await handle.write(byte, 0, 1, at);
  await handle.close();
}
