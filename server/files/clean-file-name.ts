import { basename } from "node:path/posix";

const MAX_CHARACTERS = 255;
/** NUL and other control characters, and marks that turn the direction of text: they make a name read as another. */
const invisible = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
/** Names that Windows keeps for devices, with or without an ending. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** A name to show and to offer for saving: its last part only, without what could mislead a person or a file system. */
export function cleanFileName(name: string): string {
  const last = basename(name.replaceAll("\\", "/").replace(invisible, ""));
  const plain = last
    .replace(/[<>:"|?*/]/g, "_")
    .replace(/^[\s.]+|[\s.]+$/g, "")
    .slice(0, MAX_CHARACTERS);
  if (plain === "") return "file";
  return device.test(plain) ? `_${plain}`.slice(0, MAX_CHARACTERS) : plain;
}
