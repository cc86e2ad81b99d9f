import { createHash } from "node:crypto";
import { type Entry, fromBufferPromise } from "yauzl";
import { ZipFile } from "yazl";
import { expect } from "vitest";
import type { RunEvent } from "../../graph/run-events.ts";
import { answerRunArchive, answerRunImport } from "../http/run-archive-routes.ts";
import type { TestWeb } from "../http/web-for-tests.ts";

export async function downloadArchive(web: TestWeb, runId: string, person = web.ours.people.viewer): Promise<Buffer> {
  const response = await web.send(person, `/api/runs/${runId}/archive`, (services, request) =>
    answerRunArchive(services, request, { runId }),
  );
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

type Answer = { runId: string; isKnown: boolean; warnings: string[]; message: string; reason: string };

export async function uploadArchive(web: TestWeb, bytes: Uint8Array, person = web.theirs.people.editor) {
  const response = await web.send(person, "/api/runs/archive", answerRunImport, {
    method: "POST",
    body: new Uint8Array(bytes),
    headers: { "content-type": "application/zip" },
  });
  return { status: response.status, ...((await response.json()) as Answer) };
}

export type Files = Map<string, Buffer>;

export async function unzip(bytes: Buffer): Promise<Files> {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true });
  const files: Files = new Map();
  for await (const entry of zip.eachEntry() as AsyncIterable<Entry>) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Uint8Array);
    files.set(entry.fileName, Buffer.concat(chunks));
  }
  return files;
}

export async function zipOf(files: Iterable<[string, Uint8Array]>): Promise<Buffer<ArrayBuffer>> {
  const zip = new ZipFile();
  for (const [name, bytes] of files) zip.addBuffer(Buffer.from(bytes), name);
  zip.end();
  const chunks: Uint8Array[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as unknown as Uint8Array);
  return Buffer.concat(chunks);
}

/** The archive with its manifest or events changed, and with the hash of the events as it should be. */
export async function changedArchive(
  archive: Buffer,
  change: (parts: { manifest: Record<string, unknown>; events: RunEvent[]; files: Files }) => void,
) {
  const files = await unzip(archive);
  const manifest = JSON.parse(files.get("run.json")!.toString()) as Record<string, unknown>;
  const events = files
    .get("events.jsonl")!
    .toString()
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as RunEvent);
  change({ manifest, events, files });
  const lines = Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(""));
  manifest.events = { count: events.length, sha256: createHash("sha256").update(lines).digest("hex") };
  files.set("run.json", Buffer.from(JSON.stringify(manifest)));
  files.set("events.jsonl", lines);
  return zipOf(files);
}
