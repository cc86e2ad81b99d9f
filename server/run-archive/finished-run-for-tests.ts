import { randomUUID } from "node:crypto";
import { foldRun, queuedRun } from "../../graph/reduce-run.ts";
import type { RunEvent } from "../../graph/run-events.ts";
import type { FileRef, Graph } from "../../graph/schema.ts";
import type { SignedIn } from "../auth/signed-in.ts";
import { artifacts as artifactRows } from "../db/schema/artifacts.ts";
import { runArtifacts, runEvents, runs, runSteps } from "../db/schema/runs.ts";
import { tenantOf } from "../db/tenant.ts";
import { graphOf } from "../deployments/graphs-for-tests.ts";
import { runLocally } from "../engine/run-locally.ts";
import { storeFile } from "../files/store-file.ts";
import type { TestWeb } from "../http/web-for-tests.ts";
import { writePng } from "../images/png-for-tests.ts";
import { artifactsOf } from "../worker/artifacts-of.ts";

/** Gives a picture, which is an artifact with a thumbnail, a text that is too long for the document, and a short one. */
export const pictureAndText = (picture: FileRef): Graph =>
  graphOf(
    {
      photo: ["workflow-input", { name: "photo", kind: "image", sample: picture }],
      small: ["resize-image", { width: 8, height: 8 }],
      word: ["workflow-input", { name: "word", kind: "text", sample: "hello" }],
      long: ["evaluate", { expression: "value.repeat(5000)", output: "text" }],
      outPicture: ["workflow-output", { name: "picture" }],
      outText: ["workflow-output", { name: "text" }],
    },
    "photo.value small.image",
    "small.image outPicture.value",
    "word.value long.value",
    "long.result outText.value",
  );

let number = 1_000;

/** A run that ended, with all that a worker leaves of it: computed here, and written as the worker writes it. */
export async function createFinishedRun(
  { services, database, call }: Pick<TestWeb, "services" | "database" | "call">,
  { person, makeGraph = pictureAndText }: { person: SignedIn; makeGraph?: (picture: FileRef) => Graph },
): Promise<{ runId: string; workflowId: string; graph: Graph; events: RunEvent[]; picture: FileRef }> {
  const workspaceId = person.workspace.id;
  const { artifacts } = services;
  const bytes = writePng({ width: 24, height: 16, colourType: 2, pixels: new Uint8Array(24 * 16 * 3).fill(130) });
  const picture = await storeFile(
    { tenant: tenantOf(database, workspaceId), artifacts },
    { name: "picture.png", content: once(bytes), maxBytes: 1_000_000 },
  );
  const graph = makeGraph(picture);
  const made = await call(person, "workflows.create", { title: "Of a picture", graph });
  if (made.error) throw new Error(made.error.message);
  const workflowId = (made.data as { id: string }).id;
  const events: RunEvent[] = [];
  const { outcome } = await runLocally({ graph, artifacts, onEvent: (event) => events.push(event) });
  const { nodes } = foldRun(queuedRun, events);
  const runId = randomUUID();
  await database.insert(runs).values({
    workspaceId,
    id: runId,
    number: ++number,
    workflowId,
    workflowVersion: 1,
    graph,
    inputs: {},
    status: outcome,
    attempt: 1,
    lastSeq: events.length,
    stepCounts: { total: Object.keys(nodes).length, running: 0, succeeded: 6, failed: 0, skipped: 0 },
    startedBy: person.user.id,
    startedAt: new Date(events[0]!.at),
    finishedAt: new Date(events.at(-1)!.at),
  });
  await database
    .insert(runEvents)
    .values(events.map((event, index) => ({ workspaceId, runId, seq: index + 1, type: event.type, event })));
  for (const event of events) {
    if (event.type !== "step.finished") continue;
    const { type: _type, at: _at, nodeId, ...record } = event;
    await database.insert(runSteps).values({ workspaceId, runId, nodeId, attempt: 1, record });
    for (const { hash, sizeBytes, mediaType } of artifactsOf(record)) {
      const artifact = { workspaceId, hash, sizeBytes, mediaType, isMade: true };
      await database.insert(artifactRows).values(artifact).onConflictDoNothing();
      await database.insert(runArtifacts).values({ workspaceId, runId, hash }).onConflictDoNothing();
    }
  }
  return { runId, workflowId, graph, events, picture };
}

async function* once(bytes: Uint8Array) {
  yield bytes;
}
