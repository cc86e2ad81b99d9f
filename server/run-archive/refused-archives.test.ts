import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunEvent } from "../../graph/run-events.ts";
import { runEvents, runs } from "../db/schema/runs.ts";
import { workflows } from "../db/schema/workflows.ts";
import { createTestWeb, type TestWeb } from "../http/web-for-tests.ts";
import { changedArchive, downloadArchive, unzip, uploadArchive, zipOf } from "./archives-for-tests.ts";
import { createFinishedRun } from "./finished-run-for-tests.ts";
import { openArchive } from "./open-archive.ts";

let web: TestWeb;
let archive: Buffer;
const folder = mkdtempSync(join(tmpdir(), "patchbay-archives-"));
beforeAll(async () => {
  web = await createTestWeb();
  const { runId } = await createFinishedRun(web, { person: web.ours.people.editor });
  archive = await downloadArchive(web, runId);
});
afterAll(async () => {
  await web.close();
  rmSync(folder, { recursive: true });
});

describe("an archive that is not as it should be", () => {
  const rowsOf = async () => {
    const { database } = web;
    const [all, events, flows] = [
      await database.select({ id: runs.id }).from(runs),
      await database.select({ seq: runEvents.seq }).from(runEvents),
      await database.select({ id: workflows.id }).from(workflows),
    ];
    const stored = [];
    for await (const { hash } of web.services.artifacts.list()) stored.push(hash);
    return { runs: all.length, events: events.length, workflows: flows.length, stored: stored.toSorted() };
  };
  const refused = async (bytes: Uint8Array, reason: string, words: RegExp) => {
    const before = await rowsOf();
    const { status, ...answer } = await uploadArchive(web, bytes);
    expect(answer).toMatchObject({ reason, message: expect.stringMatching(words) });
    expect(status).toBe(400);
    expect(await rowsOf()).toEqual(before);
  };

  test("is refused and leaves nothing behind, whatever is wrong", async () => {
    // Never opened there: what is known already is not looked at any more.
    const fresh = await createFinishedRun(web, { person: web.ours.people.editor });
    const files = await unzip(await downloadArchive(web, fresh.runId));
    const [artifact] = [...files.keys()].filter((name) => name.startsWith("artifacts/"));
    const without = (name: string) => zipOf([...files].filter(([other]) => other !== name));

    await refused(Buffer.from("a picture, say"), "not-a-run-archive", /no zip/);
    await refused(Buffer.alloc(0), "not-a-run-archive", /no zip/);
    await refused(archive.subarray(0, archive.length - 40), "not-a-run-archive", /no zip|end is missing/);
    await refused(await zipOf([["cat.png", Buffer.from("x")]]), "not-a-run-archive", /"cat.png", which is no part/);
    await refused(await without("run.json"), "not-a-run-archive", /it has no run.json/);
    await refused(await without("events.jsonl"), "not-a-run-archive", /it has no events.jsonl/);
    await refused(await without(artifact!), "damaged-archive", /lacks the artifact/);
    await refused(
      await zipOf([...files, [`artifacts/${"0".repeat(64)}`, Buffer.from("x")]]),
      "damaged-archive",
      /does not list/,
    );
    await refused(await zipOf([...files, ["README.txt", Buffer.from("x")]]), "damaged-archive", /twice/);
    await refused(
      await zipOf([...files].map(([name, bytes]) => [name, name === artifact ? randomBytes(bytes.length) : bytes])),
      "damaged-archive",
      /has other content/,
    );
    await refused(
      await zipOf([...files].map(([name, bytes]) => [name, name === "run.json" ? Buffer.from("{") : bytes])),
      "damaged-archive",
      /run.json is no JSON/,
    );
    await refused(
      await zipOf([...files].map(([name, bytes]) => [name, name === "events.jsonl" ? bytes.subarray(1) : bytes])),
      "damaged-archive",
      /not the one that run.json was written for/,
    );
  });

  test("is refused where its names lead out of it", async () => {
    const name = "artifacts/../../../../etc/cron.d/patchbay";
    const harmless = "artifacts/aa/aa/aa/aa/aa/etc/cron.d/patchbay";
    expect(harmless.length).toBeGreaterThanOrEqual(name.length);
    const padded = name.padEnd(harmless.length, "x");
    const bytes = await zipOf([...(await unzip(archive)), [harmless, Buffer.from("x")]]);
    const evil = Buffer.from(bytes.toString("latin1").replaceAll(harmless, padded), "latin1");

    await refused(evil, "damaged-archive", /cannot be read: invalid relative path/);
  });

  test("is refused where it unpacks to more than it says, before that is kept", async () => {
    const zeros = Buffer.alloc(20_000_000);
    const hash = createHash("sha256").update(zeros).digest("hex");
    const bytes = await changedArchive(archive, ({ manifest, files }) => {
      files.set(`artifacts/${hash}`, zeros);
      (manifest.artifacts as unknown[]).push({ hash, sizeBytes: 20_000_000, mediaType: "text/plain" });
    });
    // The size in the table of contents is a lie: 1,000 bytes.
    const lying = Buffer.from(bytes);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(20_000_000);
    const small = Buffer.alloc(4);
    small.writeUInt32LE(1_000);
    for (let at = lying.indexOf(size); at !== -1; at = lying.indexOf(size, at + 4)) small.copy(lying, at);

    await refused(lying, "damaged-archive", /has 1000 bytes and is listed with 20000000/);
  });

  test("is refused with a note that no database keeps", async () => {
    const bytes = await changedArchive(archive, ({ manifest, events }) => {
      Object.assign(manifest.run as object, { note: "Lost\0memory" });
      events[0]!.at -= 2;
    });

    await refused(bytes, "damaged-archive", /run\.json cannot be read: run\.note/);
  });

  test("of a newer format is told from a damaged one", async () => {
    const bytes = await changedArchive(archive, ({ manifest }) =>
      Object.assign(manifest, { formatVersion: 2, more: true }),
    );

    await refused(bytes, "newer-format", /version 2 of the format.*Update it/);
  });

  test.each<[string, (events: RunEvent[]) => void, RegExp]>([
    ["steps before any attempt", (events) => events.push(...events.splice(0, 1)), /out of order/],
    ["an end in the middle", (events) => events.splice(2, 0, events.at(-1)!), /the run has ended before it/],
    ["no end", (events) => events.pop(), /do not end/],
    [
      "another end",
      (events) => events.splice(-1, 1, { type: "run.finished", at: 1, outcome: "failed" }),
      /end as failed/,
    ],
    ["an attempt twice", (events) => events.splice(1, 0, events[0]!), /attempt 1 comes after attempt 1/],
    [
      "a retry of what goes on",
      (events) => events.splice(1, 0, { type: "run.retried", at: 1, by: "" }),
      /after it has ended/,
    ],
    [
      "an event of no kind",
      (events) => events.splice(1, 0, { type: "step.danced", at: 1 } as never),
      /Line 2 of events/,
    ],
    [
      "a step named as the prototype",
      (events) => events.splice(1, 0, { type: "step.log", nodeId: "__proto__", at: 1, message: "" }),
      /no id of a step/,
    ],
  ])("is refused with %s", async (_, change, words) => {
    await refused(await changedArchive(archive, ({ events }) => change(events)), "damaged-archive", words);
  });

  test.each<[string, (parts: { run: Record<string, unknown>; events: RunEvent[] }) => void, RegExp]>([
    [
      "a time before this century",
      ({ run: told }) => (told.createdAt = "0001-01-01T00:00:00.000Z"),
      /run\.createdAt of run\.json is 0001-01-01T00:00:00\.000Z, before this century/,
    ],
    [
      "a time that is still to come",
      ({ run: told }) => (told.finishedAt = "2099-01-01T00:00:00.000Z"),
      /run\.finishedAt of run\.json is 2099-01-01T00:00:00\.000Z, which is still to come/,
    ],
    [
      "an end before the start",
      ({ run: told }) => (told.finishedAt = "2020-02-03T04:05:06.000Z"),
      /run\.finishedAt of run\.json is 2020-02-03T04:05:06\.000Z, before run\.startedAt of run\.json, 20/,
    ],
    [
      "an event of the year 1970",
      ({ events }) => (events[1]!.at = 1),
      /The time of line 2 of events\.jsonl is 1970-01-01T00:00:00\.001Z, before/,
    ],
    [
      "an event of a far year",
      ({ events }) => (events[1]!.at = 1e15),
      /line 2 of events\.jsonl is \+033658-09-27T01:46:40\.000Z, which is still to come/,
    ],
    [
      "events that end before they begin",
      ({ events }) => (events.at(-1)!.at -= 3_600_000),
      /is the end, 20.*, before the beginning, 20/,
    ],
    [
      "a step that took longer than the run",
      ({ events }) =>
        Object.assign(
          events.find(({ type }) => type === "step.finished")!,
          { durationMs: 1e15 },
        ),
      /Line \d+ of events\.jsonl says that the step took 1000000000000000 ms, and all of the run took \d+ ms/,
    ],
    [
      "a step that is none of its workflow's",
      ({ events }) => events.splice(1, 0, { ...events[1]!, nodeId: "ghost" } as RunEvent),
      /Line 2 of events\.jsonl names the step "ghost", which the workflow does not have/,
    ],
    [
      "a step in a node that runs no workflow",
      ({ events }) => events.splice(1, 0, { ...events[1]!, nodeId: "small/ghost" } as RunEvent),
      /names the step "small\/ghost"/,
    ],
  ])("is refused with %s", async (_, change, words) => {
    const bytes = await changedArchive(archive, ({ manifest, events }) =>
      change({ run: manifest.run as Record<string, unknown>, events }),
    );
    await refused(bytes, "damaged-archive", words);
  });

  test("never does more than be refused, wherever its bytes are changed", async () => {
    const before = await rowsOf();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(archive.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        fc.option(fc.nat(archive.length - 1), { nil: undefined, freq: 4 }),
        async (changes, end) => {
          const bytes = Buffer.from(archive.subarray(0, end));
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          const file = join(folder, "fuzzed.zip");
          writeFileSync(file, bytes);
          const opened = await openArchive(file).catch((error: Error) => error);
          if (opened instanceof Error) expect(opened.name).toBe("ArchiveError");
          else opened.close();
        },
      ),
      { numRuns: 150 },
    );
    expect(await rowsOf()).toEqual(before);
  });
});
