import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { ZipFile } from "yazl";
import type { RunEvent } from "../../graph/run-events.ts";
import { type ArchiveManifest, artifactFile, EVENTS_FILE, MANIFEST_FILE, README_FILE } from "./archive-format.ts";
import { readmeOf } from "./readme-of.ts";

/** Compressing these again costs time and gains nothing. */
const packed = /^(image\/(png|jpeg|webp|gif|avif)|audio\/mpeg|video\/|application\/(zip|vnd\.apache\.parquet))/;

/**
 * The archive as it is made: artifacts are opened one after the other, when their turn comes. The stream fails where one
 * of them does. The same run gives the same bytes.
 */
export function writeArchive({
  manifest,
  events,
  openArtifact,
}: {
  manifest: Omit<ArchiveManifest, "events">;
  events: readonly RunEvent[];
  openArtifact: (hash: string) => Promise<Readable>;
}): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.on("error", (error: Error) => output.destroy(error));
  const options = { mtime: new Date(manifest.run.finishedAt), forceDosTimestamp: true };
  const lines = Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(""));
  const sha256 = createHash("sha256").update(lines).digest("hex");
  const whole: ArchiveManifest = { ...manifest, events: { count: events.length, sha256 } };
  zip.addBuffer(Buffer.from(readmeOf(whole)), README_FILE, options);
  zip.addBuffer(Buffer.from(`${JSON.stringify(whole, null, 2)}\n`), MANIFEST_FILE, options);
  zip.addBuffer(lines, EVENTS_FILE, options);
  for (const { hash, sizeBytes, mediaType } of manifest.artifacts) {
    const entry = { ...options, compress: !packed.test(mediaType), size: sizeBytes };
    zip.addReadStreamLazy(artifactFile(hash), entry, (take) => {
      openArtifact(hash).then(
        (stream) => take(null, stream),
        (error: Error) => take(error, null as never),
      );
    });
  }
  zip.end();
  return output;
}
