import { createHash } from "node:crypto";
import { ArchiveError } from "./archive-error.ts";
import type { RunArchive } from "./open-archive.ts";

/**
 * Reads each artifact once and compares it with its hash, before any is kept anywhere.
 *
 * @throws ArchiveError that names the first one that is damaged
 */
export async function checkArtifacts({ manifest, openArtifact }: RunArchive): Promise<void> {
  for (const { hash } of manifest.artifacts) {
    const sum = createHash("sha256");
    try {
      for await (const chunk of await openArtifact(hash)) sum.update(chunk as Uint8Array);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message.replace(/\.$/, "").slice(0, 300) : String(cause);
      throw new ArchiveError("damaged-archive", `The artifact ${hash} cannot be unpacked: ${why}.`, { cause });
    }
    const found = sum.digest("hex");
    if (found === hash) continue;
    throw new ArchiveError("damaged-archive", `The artifact ${hash} has other content: its SHA-256 is ${found}.`);
  }
}
