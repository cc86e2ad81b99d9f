/** So much of a file is read to see its columns and first rows. */
const HEAD_BYTES = 262_144;

/** The file's first whole lines; the rest is not fetched. */
export async function fetchHead(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok || !response.body) throw new Error("The file is not there any more.");
  const reader = response.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (size < HEAD_BYTES) {
    const { done, value } = await reader.read();
    if (done) return joined(chunks, size);
    chunks.push(value);
    size += value.byteLength;
  }
  await reader.cancel();
  const bytes = joined(chunks, size);
  return bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}
