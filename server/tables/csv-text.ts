import { isUtf8 } from "node:buffer";
import { NodeError } from "#graph/node-runner";

const newline = 0x0a;
const carriageReturn = 0x0d;
const quote = 0x22;

/**
 * The file as UTF-8 without byte order mark and with one kind of line ending. UTF-16 is recognised by its byte order mark.
 *
 * @throws NodeError "bad-encoding" naming the line that is no text in either.
 */
export function toUtf8(bytes: Uint8Array, file: string): Uint8Array {
  const text = withoutByteOrderMark(bytes);
  const nul = text.indexOf(0);
  if (nul >= 0) {
    throw new NodeError(
      "bad-encoding",
      `Line ${lineAt(text, nul)} of ${file} holds a NUL byte, so it is no plain text. Save the file with the encoding UTF-8.`,
    );
  }
  if (!isUtf8(text)) {
    throw new NodeError(
      "bad-encoding",
      `Line ${firstLineNotUtf8(text)} of ${file} is not UTF-8 text. Save the file with the encoding UTF-8.`,
    );
  }
  return withOneLineEnding(text);
}

function withoutByteOrderMark(bytes: Uint8Array): Uint8Array {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return bytes.subarray(3);
  if (a === 0xff && b === 0xfe) return new TextEncoder().encode(new TextDecoder("utf-16le").decode(bytes));
  if (a === 0xfe && b === 0xff) return new TextEncoder().encode(new TextDecoder("utf-16be").decode(bytes));
  return bytes;
}

function lineAt(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let at = bytes.indexOf(newline); at >= 0 && at < offset; at = bytes.indexOf(newline, at + 1)) line++;
  return line;
}

function firstLineNotUtf8(bytes: Uint8Array): number {
  let start = 0;
  for (let line = 1; ; line++) {
    const end = bytes.indexOf(newline, start);
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
}

/** Leaves the bytes alone unless endings are mixed; line breaks within quotes belong to a cell and stay as they are. */
function withOneLineEnding(bytes: Uint8Array): Uint8Array {
  if (!hasMixedEndings(bytes)) return bytes;
  const result = new Uint8Array(bytes.length);
  let length = 0;
  let isQuoted = false;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index]!;
    if (byte === quote) isQuoted = !isQuoted;
    if (byte === carriageReturn && !isQuoted) {
      if (bytes[index + 1] === newline) index++;
      result[length++] = newline;
    } else {
      result[length++] = byte;
    }
  }
  return result.subarray(0, length);
}

function hasMixedEndings(bytes: Uint8Array): boolean {
  let alone = 0;
  let pairs = 0;
  for (let at = bytes.indexOf(carriageReturn); at >= 0; at = bytes.indexOf(carriageReturn, at + 1)) {
    if (bytes[at + 1] === newline) pairs++;
    else alone++;
  }
  if (alone + pairs === 0) return false;
  let newlines = 0;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) newlines++;
  return (alone > 0 && newlines > 0) || newlines > pairs;
}
