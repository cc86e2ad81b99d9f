import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import type { z } from "zod";
import { runEventSchema } from "../../graph/run-event-schema.ts";
import type { RunEvent } from "../../graph/run-events.ts";
import { describeIssues } from "../http/describe-issues.ts";
import { findUnsafeJson } from "../http/find-unsafe-json.ts";
import {
  ARCHIVE_FORMAT,
  ARCHIVE_VERSION,
  type ArchiveManifest,
  artifactFile,
  EVENTS_FILE,
  MANIFEST_FILE,
  manifestSchema,
  MAX_ARTIFACTS,
  MAX_EVENTS_BYTES,
  MAX_MANIFEST_BYTES,
  MAX_UNPACKED_BYTES,
  README_FILE,
} from "./archive-format.ts";
import { ArchiveError } from "./archive-error.ts";
import { checkEvents } from "./check-events.ts";
import { checkSteps } from "./check-steps.ts";
import { checkTimes } from "./check-times.ts";

export type RunArchive = {
  manifest: ArchiveManifest;
  events: RunEvent[];
  /** Fails where the bytes are not as many as the archive says. Whoever reads them compares their hash. */
  openArtifact: (hash: string) => Promise<Readable>;
  close: () => void;
};

/** An archive and what a tool of some system left beside it. */
const known = new RegExp(`^(${README_FILE}|${MANIFEST_FILE}|${EVENTS_FILE}|artifacts/[0-9a-f]{64})$`);
const passedOver = /(^|\/)(\.DS_Store|__MACOSX\/.*)$|\/$/;

/**
 * Opens the archive of a run. Nothing is unpacked to a path: entries are read by names that are known here, and never more of
 * one than the archive says it holds. All but the bytes of the artifacts is checked before this returns.
 *
 * @throws ArchiveError that says what is wrong with it
 */
export async function openArchive(file: string): Promise<RunArchive> {
  let zip: ZipFile;
  try {
    zip = await openPromise(file, { lazyEntries: true, autoClose: false, strictFileNames: true });
  } catch (cause) {
    throw new ArchiveError("not-a-run-archive", `The file is no zip, or its end is missing: ${wordsOf(cause)}.`, {
      cause,
    });
  }
  try {
    const entries = await listEntries(zip);
    const read = (name: string, maxBytes: number) => readEntry(zip, entries.get(name), { name, maxBytes });
    const manifest = readManifest(await read(MANIFEST_FILE, MAX_MANIFEST_BYTES));
    checkArtifacts(manifest, entries);
    const events = readEvents(await read(EVENTS_FILE, MAX_EVENTS_BYTES), manifest);
    return {
      manifest,
      events,
      openArtifact: (hash) => zip.openReadStreamPromise(entries.get(artifactFile(hash))!) as Promise<Readable>,
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function listEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > MAX_ARTIFACTS + 1_000) {
    throw new ArchiveError("archive-too-large", `The zip has ${zip.entryCount} entries, more than a run can have.`);
  }
  const entries = new Map<string, Entry>();
  let unpackedBytes = 0;
  await new Promise<void>((resolve, reject) => {
    zip.on("error", (cause: Error) =>
      reject(new ArchiveError("damaged-archive", `The zip cannot be read: ${wordsOf(cause)}.`, { cause })),
    );
    zip.on("end", resolve);
    zip.on("entry", (entry: Entry) => {
      try {
        take(entry);
        zip.readEntry();
      } catch (error) {
        reject(error as Error);
      }
    });
    zip.readEntry();
  });
  return entries;

  function take(entry: Entry) {
    const { fileName } = entry;
    if (passedOver.test(fileName)) return;
    const shown = JSON.stringify(fileName.slice(0, 100));
    if (!known.test(fileName)) {
      throw new ArchiveError("not-a-run-archive", `The zip holds ${shown}, which is no part of a run.`);
    }
    if (entries.has(fileName)) throw new ArchiveError("damaged-archive", `The zip holds ${shown} twice.`);
    if (!entry.canDecodeFileData()) {
      throw new ArchiveError("damaged-archive", `${shown} is encrypted or packed in a way that is not read here.`);
    }
    unpackedBytes += entry.uncompressedSize;
    if (unpackedBytes > MAX_UNPACKED_BYTES) {
      const limit = MAX_UNPACKED_BYTES.toLocaleString("en");
      throw new ArchiveError("archive-too-large", `The zip unpacks to more than the ${limit} bytes allowed here.`);
    }
    entries.set(fileName, entry);
  }
}

async function readEntry(
  zip: ZipFile,
  entry: Entry | undefined,
  { name, maxBytes }: { name: string; maxBytes: number },
): Promise<Buffer> {
  if (!entry) throw new ArchiveError("not-a-run-archive", `The zip is no run of Patchbay: it has no ${name}.`);
  if (entry.uncompressedSize > maxBytes) {
    const limit = maxBytes.toLocaleString("en");
    throw new ArchiveError("archive-too-large", `${name} is larger than the ${limit} bytes allowed here.`);
  }
  try {
    const chunks: Uint8Array[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Uint8Array);
    return Buffer.concat(chunks);
  } catch (cause) {
    throw new ArchiveError("damaged-archive", `${name} cannot be unpacked: ${wordsOf(cause)}.`, { cause });
  }
}

function readManifest(bytes: Buffer): ArchiveManifest {
  const json = parseJson(bytes.toString("utf8"), MANIFEST_FILE);
  const { format, formatVersion } = (typeof json === "object" && json !== null ? json : {}) as Record<string, unknown>;
  if (format !== ARCHIVE_FORMAT) {
    throw new ArchiveError(
      "not-a-run-archive",
      `${MANIFEST_FILE} does not say that it is a run: its "format" must be "${ARCHIVE_FORMAT}".`,
    );
  }
  if (typeof formatVersion === "number" && formatVersion > ARCHIVE_VERSION) {
    throw new ArchiveError(
      "newer-format",
      `This run was written in version ${formatVersion} of the format, by a newer Patchbay; this one reads version ${ARCHIVE_VERSION}. Update it to open the run.`,
    );
  }
  return parse(manifestSchema, json, MANIFEST_FILE);
}

function readEvents(bytes: Buffer, manifest: ArchiveManifest): RunEvent[] {
  const said = manifest.events;
  if (createHash("sha256").update(bytes).digest("hex") !== said.sha256) {
    throw new ArchiveError("damaged-archive", `${EVENTS_FILE} is not the one that ${MANIFEST_FILE} was written for.`);
  }
  const lines = bytes.toString("utf8").split("\n");
  if (lines.pop() !== "" || lines.length !== said.count) {
    throw new ArchiveError(
      "damaged-archive",
      `${EVENTS_FILE} does not have the ${said.count} lines that ${MANIFEST_FILE} says.`,
    );
  }
  const events = lines.map((line, index) => {
    const place = `Line ${index + 1} of ${EVENTS_FILE}`;
    return parse(runEventSchema, parseJson(line, place), place);
  });
  checkEvents(events, manifest.run.status);
  checkSteps(manifest, events);
  checkTimes(manifest, events);
  return events;
}

/** Each artifact is listed once, is there, and is as large as it is listed; nothing else is there. */
function checkArtifacts({ artifacts }: ArchiveManifest, entries: ReadonlyMap<string, Entry>) {
  const listed = new Set<string>();
  for (const { hash, sizeBytes } of artifacts) {
    const entry = entries.get(artifactFile(hash));
    if (listed.has(hash))
      throw new ArchiveError("damaged-archive", `${MANIFEST_FILE} lists the artifact ${hash} twice.`);
    if (!entry) throw new ArchiveError("damaged-archive", `The zip lacks the artifact ${hash}. Download it again.`);
    if (entry.uncompressedSize !== sizeBytes) {
      throw new ArchiveError(
        "damaged-archive",
        `The artifact ${hash} has ${entry.uncompressedSize} bytes and is listed with ${sizeBytes}.`,
      );
    }
    listed.add(hash);
  }
  for (const name of entries.keys()) {
    if (!name.startsWith("artifacts/") || listed.has(name.slice("artifacts/".length))) continue;
    throw new ArchiveError("damaged-archive", `The zip holds ${name}, which ${MANIFEST_FILE} does not list.`);
  }
}

function parseJson(text: string, place: string): unknown {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ArchiveError("damaged-archive", `${place} is no JSON: ${wordsOf(cause)}.`, { cause });
  }
  const unsafe = findUnsafeJson(json);
  if (unsafe) throw new ArchiveError("damaged-archive", `${place} cannot be read: ${unsafe}`);
  return json;
}

function parse<T>(schema: z.ZodType<T>, json: unknown, place: string): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new ArchiveError("damaged-archive", `${place} cannot be read: ${describeIssues(parsed.error).message}.`);
}

function wordsOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, "").slice(0, 300);
}
