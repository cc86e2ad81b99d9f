import type { Readable } from "node:stream";

/**
 * Immutable bytes under their SHA-256 (64 hexadecimal digits). Knows nothing of workspaces: who may read what is the
 * database's question, answered before the store is asked.
 */
export type ArtifactStore = {
  /**
   * Stores the bytes unless they are there already; then it renews their date, so that an orphan removal at the same
   * time leaves them. Damaged ones are replaced. A half-written file is never seen under its hash.
   *
   * @throws AppError PAYLOAD_TOO_LARGE or STORAGE_FULL
   */
  put: (
    content: Uint8Array | readonly Uint8Array[] | AsyncIterable<Uint8Array>,
    options?: { maxBytes?: number },
  ) => Promise<StoredArtifact>;
  has: (hash: string) => Promise<boolean>;
  /** @throws AppError NOT_FOUND, also for bytes that are not those of the hash any more (reason "damaged-artifact") */
  read: (hash: string) => Promise<Uint8Array>;
  /** The stream fails before its end where the bytes are damaged. @throws AppError NOT_FOUND */
  stream: (hash: string) => Promise<{ stream: Readable; sizeBytes: number }>;
  /** A read-only file on this machine with the content, for the engine to map. Whoever reads it checks it. */
  localPath: (hash: string) => Promise<string>;
  /** With `ifUnchangedSince` only content that nobody has put again since; whether it is gone is then the answer. */
  remove: (hash: string, options?: { ifUnchangedSince?: Date }) => Promise<boolean>;
  list: () => AsyncIterable<StoredArtifact & { modifiedAt: Date }>;
};

export type StoredArtifact = { hash: string; sizeBytes: number };
