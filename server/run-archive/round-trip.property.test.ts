import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inflateRawSync } from "node:zlib";
import type { RecordedFlow } from "../../graph/recorded-values.ts";
import type { RunEvent, RunOutcome } from "../../graph/run-events.ts";
import { graphOf } from "../deployments/graphs-for-tests.ts";
import { answerRunArchive, answerRunImport } from "../http/run-archive-routes.ts";
import { createTestWeb, type TestWeb } from "../http/web-for-tests.ts";
import { describeRun } from "./describe-run.ts";
import { writeArchive } from "./write-archive.ts";

let web: TestWeb;
beforeAll(async () => {
  web = await createTestWeb();
});
afterAll(() => web.close());

const nodeIds = ["a", "b", "a/inner"];
const INNER = "0f8fad5b-d9cb-469f-a165-70867728950e";
const runInner = { workflow: { id: INNER, title: "Inner", version: null, inputs: [], outputs: [] } };
const at = fc.integer({ min: 1_700_000_000_000, max: 1_750_000_000_000 });
const text = fc.string({ unit: "binary", maxLength: 20 });
const value: fc.Arbitrary<RecordedFlow> = fc.oneof(
  fc.record({ value: fc.integer() }).map(({ value: number }) => ({
    kind: "number" as const,
    preview: { kind: "number" as const, value: number },
    inline: number,
  })),
  text.map((words) => ({
    kind: "text" as const,
    preview: { kind: "text" as const, text: words, length: words.length },
    inline: words,
  })),
);
const flow: fc.Arbitrary<RecordedFlow> = fc.oneof(
  value,
  fc.array(fc.option(value), { maxLength: 3 }).map((items) => ({ count: items.length, items })),
);
const nodeId = fc.constantFrom(...nodeIds);
const failure = text.map((message) => ({ kind: "stopped" as const, message }));
const stepEvent: fc.Arbitrary<RunEvent> = fc.oneof(
  fc.record({ type: fc.constant("step.started" as const), nodeId, at, attempt: fc.nat(3) }),
  fc.record({ type: fc.constant("step.log" as const), nodeId, at, message: text }),
  fc.record({ type: fc.constant("step.failed" as const), nodeId, at, durationMs: fc.nat(), failure }),
  fc.record({
    type: fc.constant("step.finished" as const),
    nodeId,
    at,
    durationMs: fc.double({ min: 0, max: 1e6, noNaN: true, noDefaultInfinity: true }).map(Math.abs),
    outputs: fc.dictionary(fc.constantFrom("out", "error"), flow, { noNullPrototype: true }),
  }),
  fc.record({
    type: fc.constant("step.reused" as const),
    nodeId,
    at,
    from: fc.constant({ kind: "run" as const, runId: "" }),
    outputs: fc.dictionary(fc.constantFrom("out"), flow, { noNullPrototype: true }),
  }),
  fc.record({
    type: fc.constant("step.skipped" as const),
    nodeId,
    at,
    reason: fc.constant({ kind: "disabled" as const }),
  }),
);
const outcome = fc.constantFrom<RunOutcome>("succeeded", "failed", "cancelled");
const attemptAt = (attempt: number) =>
  fc
    .tuple(at, fc.array(stepEvent, { maxLength: 12 }), outcome)
    .map(([time, steps, end]): RunEvent[] => [
      { type: "run.started", at: time, attempt, worker: "" },
      ...steps,
      { type: "run.finished", at: time + 1_000, outcome: end },
    ]);
/** One attempt, or two with a retry between. Time passes, and no step is longer than that. */
const events = fc
  .oneof(
    attemptAt(1),
    fc
      .tuple(attemptAt(1), at, attemptAt(2))
      .map(([first, time, second]): RunEvent[] => [...first, { type: "run.retried", at: time, by: "" }, ...second]),
  )
  .map((all) => {
    const times = all.map((event) => event.at).toSorted((one, other) => one - other);
    const longestMs = times.at(-1)! - times[0]!;
    return all.map((event, index): RunEvent => {
      const timed = { ...event, at: times[index]! };
      return "durationMs" in timed ? { ...timed, durationMs: Math.min(timed.durationMs, longestMs) } : timed;
    });
  });

async function archiveOf(
  given: readonly RunEvent[],
  { title, note }: { title: string; note: string },
): Promise<Buffer> {
  const last = given.at(-1)!;
  const status = last.type === "run.finished" ? last.outcome : "failed";
  const described = describeRun({
    run: {
      number: 12,
      version: 3,
      status,
      part: { kind: "all" },
      noCache: false,
      createdAt: new Date(given[0]!.at).toISOString(),
      startedAt: new Date(given[0]!.at).toISOString(),
      finishedAt: new Date(last.at).toISOString(),
      tags: ["nightly"],
      note,
    },
    workflow: {
      title,
      description: "",
      graph: graphOf({ a: ["run-workflow", runInner], b: ["evaluate", { expression: title }] }),
    },
    subGraphs: { [INNER]: { title: "Inner", graph: graphOf({ inner: ["evaluate", { expression: title }] }) } },
    inputs: { word: note },
    events: given,
  });
  const chunks: Uint8Array[] = [];
  const zip = writeArchive({
    manifest: described.manifestWith([], []),
    events: described.events,
    openArtifact: () => Promise.reject(new Error("There are none.")),
  });
  for await (const chunk of zip) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

/** The entries of a zip in their order, unpacked: by its local headers, which yazl gives their sizes. */
function entriesOf(zip: Buffer): string[] {
  const found: string[] = [];
  let at = zip.indexOf("PK\u0001\u0002");
  for (; at !== -1; at = zip.indexOf("PK\u0001\u0002", at + 4)) {
    const start = zip.readUInt32LE(at + 42);
    const from = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28);
    const packed = zip.subarray(from, from + zip.readUInt32LE(at + 20));
    found.push((zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed).toString("latin1"));
  }
  return found;
}

test("whatever happened in a run, its archive is opened elsewhere and gives the same archive again", async () => {
  const { editor } = web.ours.people;
  const note = text.map((words) => words.replaceAll("\0", "").toWellFormed());
  await fc.assert(
    fc.asyncProperty(events, note, fc.integer({ min: 1, max: 1e9 }), async (given, words, number) => {
      const archive = await archiveOf(given, { title: `Workflow ${number}`, note: words });

      const opened = await web.send(editor, "/api/runs/archive", answerRunImport, {
        method: "POST",
        body: new Uint8Array(archive),
        headers: { "content-type": "application/zip" },
      });
      const { runId, message } = (await opened.json()) as { runId: string; message?: string };
      expect(message).toBeUndefined();
      const again = await web.send(editor, "/", (services, request) => answerRunArchive(services, request, { runId }));

      expect(entriesOf(Buffer.from(await again.arrayBuffer()))).toEqual(entriesOf(archive));
    }),
    { numRuns: 40 },
  );
});
