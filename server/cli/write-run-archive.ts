import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { JsonValue } from "../../graph/json.ts";
import type { RunEvent, RunState } from "../../graph/run-events.ts";
import type { RunPart } from "../../graph/run-part.ts";
import type { Graph, WorkflowFile } from "../../graph/schema.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import type { ArchiveArtifact } from "../run-archive/archive-format.ts";
import { artifactEntrySchema } from "../run-archive/archive-format.ts";
import { artifactsInEvents } from "../run-archive/artifacts-in-events.ts";
import { describeRun } from "../run-archive/describe-run.ts";
import { writeArchive } from "../run-archive/write-archive.ts";
import { whyUnwritten } from "./require-place.ts";
import { UsageError } from "./usage-error.ts";

type LocalRun = {
  file: WorkflowFile;
  graph: Graph;
  inputs: Record<string, JsonValue>;
  part: RunPart;
  noCache: boolean;
  state: RunState;
  events: readonly RunEvent[];
  artifacts: ArtifactStore;
};

/** Writes the run as the zip that a server gives of its runs. False for a run that waits and so is not over. */
export async function writeRunArchive(path: string, run: LocalRun): Promise<boolean> {
  const { file, graph, inputs, part, noCache, state, events, artifacts } = run;
  const { status } = state;
  if (status !== "succeeded" && status !== "failed" && status !== "cancelled") return false;
  const at = (ms: number | undefined) => new Date(ms ?? events[0]?.at ?? 0).toISOString();
  const described = describeRun({
    run: {
      status,
      part,
      noCache,
      createdAt: at(undefined),
      startedAt: state.startedAt === undefined ? null : at(state.startedAt),
      finishedAt: at(state.finishedAt),
      tags: [],
      note: "",
    },
    workflow: { title: file.title, description: file.description ?? "", graph },
    subGraphs: file.workflows ?? {},
    inputs,
    events,
  });
  const known = new Map<string, ArchiveArtifact>([
    ...filesIn([graph, file.workflows, inputs]),
    ...artifactsInEvents(described.events),
  ]);
  const kept: ArchiveArtifact[] = [];
  for (const hash of described.hashes) {
    const artifact = known.get(hash);
    if (artifact && (await artifacts.has(hash))) kept.push({ ...artifact });
  }
  const there = new Set(kept.map(({ hash }) => hash));
  const missing = [...described.hashes].filter((hash) => !there.has(hash));
  const zip = writeArchive({
    manifest: described.manifestWith(kept, missing),
    events: described.events,
    openArtifact: async (hash) => (await artifacts.stream(hash)).stream,
  });
  await pipeline(zip, createWriteStream(path)).catch((error: unknown) => {
    throw new UsageError(`The archive cannot be written to "${path}": ${whyUnwritten(error)}.`);
  });
  return true;
}

/** Files that params and inputs name, with what they say of themselves. */
function filesIn(document: unknown): Map<string, ArchiveArtifact> {
  const found = new Map<string, ArchiveArtifact>();
  const rest: unknown[] = [document];
  while (rest.length > 0) {
    const value = rest.pop();
    if (typeof value !== "object" || value === null) continue;
    const { hash, sizeBytes, mediaType } = value as Record<string, unknown>;
    const file = artifactEntrySchema.safeParse({ hash, sizeBytes, mediaType });
    if (file.success) found.set(file.data.hash, file.data);
    rest.push(...Object.values(value));
  }
  return found;
}
