import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findProblems } from "#graph/find-problems";
import { parseDocument } from "#graph/read-document";
import type { RunState } from "#graph/run-events";
import { definitions } from "#nodes/definitions";
import { listTemplateNames } from "#server/templates/read-template";
import { findReferences } from "#server/workflows/find-references";
import { sharp } from "#server/images/guarded-sharp";
import { findDifference } from "./find-difference.ts";
import { openTemplate, templatesDir } from "./run-template.ts";

const MAX_GALLERY_BYTES = 8_000_000;
const MAX_TEMPLATE_BYTES = 300_000;

const names = await listTemplateNames(templatesDir);

test("the gallery has the five templates, and they are small", () => {
  expect(names).toEqual([
    "find-and-count-shapes",
    "read-handwritten-digits",
    "score-wines",
    "segment-shapes",
    "watch-a-machine",
  ]);
  expect(bytesOf(templatesDir)).toBeLessThan(MAX_GALLERY_BYTES);
  const tooLarge = names.filter((name) => bytesOf(join(templatesDir, name)) >= MAX_TEMPLATE_BYTES);
  expect(tooLarge).toEqual([]);
});

describe.each(names)("%s", (name) => {
  let opened: Awaited<ReturnType<typeof openTemplate>>;
  beforeAll(async () => {
    opened = await openTemplate(name);
  });
  afterAll(() => opened.close());

  test("is a whole document without problems or warnings", () => {
    const parsed = parseDocument(readFileSync(join(templatesDir, name, "workflow.json"), "utf8"));

    expect(parsed).toMatchObject({ ok: true });
    expect(findProblems(opened.template.graph, definitions)).toEqual([]);
    expect(opened.template.card.title).toBe(opened.template.title);
  });

  test("brings every model and sample that its graph names, by hash", async () => {
    for (const { hash, kind } of findReferences(opened.template.graph))
      expect(await opened.artifacts.has(hash), `${kind} ${hash}`).toBe(true);
  });

  test("names its models as their cards do, with their labels", () => {
    const cards = opened.template.models.map(({ card }) => card);
    for (const { params } of Object.values(opened.template.graph.nodes)) {
      if (typeof params.model !== "object" || params.model === null) continue;
      expect(cards).toContainEqual(expect.objectContaining({ sha256: (params.model as { hash: string }).hash }));
      const card = cards.find(({ sha256 }) => sha256 === (params.model as { hash: string }).hash)!;
      expect(params.model).toMatchObject({ name: card.title, labels: card.labels });
    }
  });

  test("gives each node a title and a place of its own, and says in a note what to try", () => {
    const nodes = Object.values(opened.template.graph.nodes);
    expect(nodes.filter(({ title }) => !/^[A-Z]/.test(title ?? ""))).toEqual([]);
    const places = nodes.map(({ position }) => `${position.x},${position.y}`);

    expect(new Set(places).size).toBe(nodes.length);
    expect(Object.keys(opened.template.graph.notes)).toHaveLength(1);
  });

  test("has a picture of 640 × 400 pixels", async () => {
    const { width, height, format } = await sharp(join(templatesDir, name, "picture.png")).metadata();

    expect({ width, height, format }).toEqual({ width: 640, height: 400, format: "png" });
  });

  test("gives now what its recording shows, at every port", async () => {
    const { recordedRun } = opened.template.card;
    const { outcome, state } = await opened.run();

    expect(outcome).toBe("succeeded");
    expect(recordedRun, "run scripts/record-templates.ts").toBeDefined();
    const recorded = await opened.portsOf(recordedRun!, { isRecorded: true });
    expect(findDifference(recorded, await opened.portsOf(state))).toBeNull();
  });

  test("keeps exactly the artifacts of its recording, whole", () => {
    const folder = join(templatesDir, name, "artifacts");
    const kept = existsSync(folder) ? readdirSync(folder) : [];
    const hashes = kept.map((file) =>
      createHash("sha256")
        .update(readFileSync(join(folder, file)))
        .digest("hex"),
    );

    expect(hashes).toEqual(kept);
    expect(new Set(kept)).toEqual(hashesIn(opened.template.card.recordedRun!));
  });
});

function hashesIn(state: RunState): Set<string> {
  return new Set([...JSON.stringify(state).matchAll(/"hash":"([0-9a-f]{64})"/g)].map(([, hash]) => hash!));
}

function bytesOf(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => statSync(join(folder, file)))
    .filter((found) => found.isFile())
    .reduce((sum, { size }) => sum + size, 0);
}
