const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const KEYWORD = "patchbay-workflow";
/** Length, type and checksum around the data of a chunk. */
const FRAME_BYTES = 12;

/** A PNG file with a workflow file in a text chunk (iTXt, PNG 1.2, 4.2.3.3), before its end; other readers pass over it. */
export function withWorkflow(png: Uint8Array, workflow: string): Uint8Array {
  const end = chunksOf(png).find(({ type }) => type === "IEND");
  if (!end) throw new Error("The picture is no PNG file.");
  // After the keyword: not compressed, by no method, of no language, and not translated.
  const data = concat([new TextEncoder().encode(KEYWORD), new Uint8Array(5), new TextEncoder().encode(workflow)]);
  return concat([png.subarray(0, end.start), chunk("iTXt", data), png.subarray(end.start)]);
}

/** The workflow file in a PNG file that `withWorkflow` put there; null in any other file. */
export function workflowOfPng(bytes: Uint8Array): string | null {
  for (const { type, data } of chunksOf(bytes)) {
    if (type !== "iTXt") continue;
    const keywordEnd = data.indexOf(0);
    if (latin1(data.subarray(0, keywordEnd)) !== KEYWORD || data[keywordEnd + 1] !== 0) continue;
    const languageEnd = data.indexOf(0, keywordEnd + 3);
    const textStart = data.indexOf(0, languageEnd + 1) + 1;
    return new TextDecoder().decode(data.subarray(textStart));
  }
  return null;
}

function chunksOf(bytes: Uint8Array): { type: string; start: number; data: Uint8Array }[] {
  if (SIGNATURE.some((byte, at) => bytes[at] !== byte)) return [];
  const chunks = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let start = SIGNATURE.length; start + FRAME_BYTES <= bytes.length;) {
    const length = view.getUint32(start);
    const data = bytes.subarray(start + 8, start + 8 + length);
    if (data.length < length) return chunks;
    chunks.push({ type: latin1(bytes.subarray(start + 4, start + 8)), start, data });
    start += FRAME_BYTES + length;
  }
  return chunks;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = concat([Uint8Array.from(type, (letter) => letter.charCodeAt(0)), data]);
  const framed = new Uint8Array(body.length + 8);
  const view = new DataView(framed.buffer);
  view.setUint32(0, data.length);
  framed.set(body, 4);
  view.setUint32(body.length + 4, crc32(body));
  return framed;
}

/** Of ISO 3309, as PNG 1.2 (annex D) has it. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
