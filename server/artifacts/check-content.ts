import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline, type Readable, Transform } from "node:stream";
import { pipeline as pipelineDone } from "node:stream/promises";
import { setImmediate as nextTurn } from "node:timers/promises";
import { AppError } from "../app-error.ts";

const SLICE_BYTES = 1_000_000;
/** Some megabytes of hashes at most. */
const MAX_KNOWN = 20_000;

/** Gives the bytes back. @throws AppError NOT_FOUND when they are not those that the hash stands for */
export async function requireWhole<Bytes extends Uint8Array>(bytes: Bytes, hash: string): Promise<Bytes> {
  const digest = createHash("sha256");
  for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
    // Hundreds of megabytes take a second, in which others are to be answered.
    if (at > 0) await nextTurn();
    digest.update(bytes.subarray(at, at + SLICE_BYTES));
  }
  if (digest.digest("hex") !== hash) throw damagedArtifact(hash);
  return bytes;
}

/** The same stream, which fails before its last bytes when they all together are not those that the hash stands for. */
export function checkedStream(source: Readable, hash: string): Readable {
  const digest = createHash("sha256");
  let held: Buffer | undefined;
  const check = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      digest.update(chunk);
      const before = held;
      held = chunk;
      done(null, before);
    },
    flush: (done) => (digest.digest("hex") === hash ? done(null, held) : done(damagedArtifact(hash))),
  });
  // Either end takes the other along; the reader hears of errors from the stream itself.
  pipeline(source, check, () => {});
  return check;
}

/**
 * Makes the function that makes certain that a file holds the bytes that its hash stands for. It reads each file once,
 * and again when it has changed since.
 */
export function createFileCheck() {
  const known = new Map<string, string>();

  /** @throws AppError NOT_FOUND */
  return async function requireWholeFile(file: string, hash: string): Promise<void> {
    const { ino, size, mtimeNs } = await stat(file, { bigint: true });
    const state = `${ino} ${size} ${mtimeNs}`;
    if (known.get(hash) === state) return;
    const digest = createHash("sha256");
    await pipelineDone(createReadStream(file, { highWaterMark: SLICE_BYTES }), digest);
    if (digest.digest("hex") !== hash) throw damagedArtifact(hash);
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(hash, state);
  };
}

export function isDamaged(error: unknown): boolean {
  return error instanceof AppError && error.reason === "damaged-artifact";
}

function damagedArtifact(hash: string): AppError {
  const message = `The stored file ${hash} is damaged: its bytes are not those that were stored. Store it again.`;
  return new AppError("NOT_FOUND", message, { reason: "damaged-artifact" });
}
