import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runs, runSteps } from "../db/schema/runs.ts";
import { workflows } from "../db/schema/workflows.ts";
import { answerRunArchive } from "../http/run-archive-routes.ts";
import { createTestWeb, type TestWeb } from "../http/web-for-tests.ts";
import { changedArchive, downloadArchive, unzip, uploadArchive } from "./archives-for-tests.ts";
import { createFinishedRun } from "./finished-run-for-tests.ts";

let web: TestWeb;
let run: Awaited<ReturnType<typeof createFinishedRun>>;
let archive: Buffer;
beforeAll(async () => {
  web = await createTestWeb();
  run = await createFinishedRun(web, { person: web.ours.people.editor });
  archive = await downloadArchive(web, run.runId);
});
afterAll(() => web.close());

describe("an archive", () => {
  test("holds the run, its events, and the bytes of its values and samples under their hashes", async () => {
    const files = await unzip(archive);

    const hashes = [...files.keys()].filter((name) => name.startsWith("artifacts/"));
    expect(hashes).toContain(`artifacts/${run.picture.hash}`);
    expect(hashes.length).toBeGreaterThan(2);
    for (const name of hashes) {
      expect(`artifacts/${createHash("sha256").update(files.get(name)!).digest("hex")}`).toBe(name);
    }
    expect(JSON.parse(files.get("run.json")!.toString())).toMatchObject({
      format: "patchbay-run",
      formatVersion: 1,
      workflow: { title: "Of a picture", graph: run.graph },
      run: { status: "succeeded", version: 1 },
      missing: [],
    });
    expect(files.get("events.jsonl")!.toString().trimEnd().split("\n")).toHaveLength(run.events.length);
    expect(files.get("README.txt")!.toString()).toContain("patchbay open run.zip");
  });

  test("of the same run has the same bytes", async () => {
    expect((await downloadArchive(web, run.runId)).equals(archive)).toBe(true);
  });

  test("is not made of a run that goes on, nor of one of another workspace", async () => {
    await web.database.update(runs).set({ status: "running", finishedAt: null }).where(eq(runs.id, run.runId));
    const answer = (person = web.ours.people.viewer) =>
      web.send(person, "/", (services, request) => answerRunArchive(services, request, { runId: run.runId }));

    expect(await (await answer()).json()).toMatchObject({ code: "CONFLICT", reason: "run-not-over" });
    expect((await answer(web.theirs.people.owner)).status).toBe(404);
    const finishedAt = new Date(run.events.at(-1)!.at);
    await web.database.update(runs).set({ status: "succeeded", finishedAt }).where(eq(runs.id, run.runId));
  });

  test("holds no key that somebody typed into a param", async () => {
    const key = "sk_live_0123456789abcdefghij";
    const own = await createFinishedRun(web, { person: web.ours.people.editor });
    const graph = structuredClone(own.graph);
    graph.nodes.long!.params.note = key;
    await web.database.update(runs).set({ graph }).where(eq(runs.id, own.runId));

    const files = await unzip(await downloadArchive(web, own.runId));

    expect(files.get("run.json")!.toString()).not.toContain(key);
  });
});

describe("an archive that is opened elsewhere", () => {
  test("is a run there, and gives the same archive again", async () => {
    const { status, runId, warnings } = await uploadArchive(web, archive);

    expect(status).toBe(201);
    expect(warnings).toEqual([]);
    const again = await unzip(await downloadArchive(web, runId, web.theirs.people.viewer));
    const first = await unzip(archive);
    expect([...again.keys()].toSorted()).toEqual([...first.keys()].toSorted());
    for (const [name, bytes] of first) expect(again.get(name)!.toString("latin1")).toBe(bytes.toString("latin1"));
  });

  test("is one run, however often it is opened, also at once", async () => {
    const own = await createFinishedRun(web, { person: web.ours.people.editor });
    const bytes = await downloadArchive(web, own.runId);

    const answers = await Promise.all([
      uploadArchive(web, bytes),
      uploadArchive(web, bytes),
      uploadArchive(web, bytes),
    ]);
    const later = await uploadArchive(web, bytes);

    expect(new Set([...answers, later].map(({ runId }) => runId)).size).toBe(1);
    expect(answers.filter(({ isKnown }) => !isKnown)).toHaveLength(1);
    expect(later).toMatchObject({ status: 200, isKnown: true });
  });

  test("reads, is listed, found and forked as any other run", async () => {
    const { runId } = await uploadArchive(web, archive);
    const { editor } = web.theirs.people;

    const { data: details } = await web.call(editor, "runs.get", { runId });
    const { data: list } = await web.call(editor, "runs.list", { query: "trigger:import input.word:hello" });
    const { data: forked, error } = await web.call(editor, "runs.fork", { runId });

    expect(details).toMatchObject({ workflowTitle: "Of a picture", version: 1, startedBy: { name: "Theirs editor" } });
    expect((list as { items: { id: string }[] }).items.map(({ id }) => id)).toContain(runId);
    expect(error).toBeUndefined();
    expect(forked).toMatchObject({ unpinned: 0 });
    const steps = await web.database.select().from(runSteps).where(eq(runSteps.runId, runId));
    expect(steps.length).toBe(run.events.filter(({ type }) => type === "step.finished").length);
  });

  test("is found by the tags and the words of the note that it brought", async () => {
    const bytes = await changedArchive(archive, ({ manifest, events }) => {
      Object.assign(manifest.run as object, { tags: ["gate 3"], note: "Straße, at dawn" });
      events[0]!.at -= 1;
    });

    const { runId } = await uploadArchive(web, bytes);

    for (const query of ['tag:"gate 3"', "note:dawn", '"Straße, at"', "gate"]) {
      const { data } = await web.call(web.theirs.people.editor, "runs.list", { query });
      expect([query, ...(data as { items: { id: string }[] }).items.map(({ id }) => id)]).toEqual([query, runId]);
    }
  });

  test("comes to the workflow that had just its graph, where there is one", async () => {
    const before = (await web.database.select().from(workflows)).length;

    const { runId } = await uploadArchive(web, archive, web.ours.people.editor);

    const [row] = await web.database.select().from(runs).where(eq(runs.id, runId));
    const { data: workflow } = await web.call(web.ours.people.editor, "workflows.get", { workflowId: row!.workflowId });
    expect(workflow).toMatchObject({ title: "Of a picture", graph: run.graph });
    expect((await web.database.select().from(workflows)).length).toBe(before);
  });

  test("is refused to those who may not make workflows", async () => {
    expect((await uploadArchive(web, archive, web.theirs.people.runner)).status).toBe(403);
  });
});
