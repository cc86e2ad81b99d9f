import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { openArchive } from "../run-archive/open-archive.ts";
import { writeArchive } from "../run-archive/write-archive.ts";
import { patchbay, patchbayJson, scratchFolder, writeScratch } from "./patchbay-for-tests.ts";

const folder = scratchFolder();

test("a run is written as an archive, and opened where there is nothing but the archive", async () => {
  const zip = join(folder, "run.zip");
  const ran = await patchbayJson("run", "find-and-count-shapes", "--archive", zip);
  expect(ran).toMatchObject({ code: 0, document: { status: "succeeded" } });

  const opened = await patchbayJson("open", zip, "--out", join(folder, "outputs"));
  const told = await patchbay("open", zip);

  expect(opened.code).toBe(0);
  expect(opened.document).toMatchObject({
    title: "Find and count shapes",
    status: "succeeded",
    outputs: { count: 6, counts: { circle: 3, square: 1, triangle: 1, star: 1 } },
    lost: [],
    models: [{ hash: expect.stringMatching(/^[0-9a-f]{64}$/) }],
  });
  expect(opened.document.steps).toHaveLength(8);
  expect(readdirSync(join(folder, "outputs"))).toEqual(["picture.png"]);
  expect(told.code).toBe(0);
  expect(told.stdout).toMatch(/^Find and count shapes: succeeded in \d+ ms/);
  expect(told.stdout).toMatch(/^count: 6$/m);
  expect(told.stdout).toMatch(/^To run it again it needs: /m);

  const half = writeScratch(folder, "half.zip", readFileSync(zip).subarray(0, 2_000));
  const refused = await patchbayJson("open", half);
  expect(refused.code).toBe(2);
  expect(refused.document).toMatchObject({
    error: { message: expect.stringContaining("half.zip: The file is no zip"), reason: "not-a-run-archive" },
  });
});

test("an output whose name leads elsewhere stays in the folder, and the terminal is told nothing to act on", async () => {
  const zip = join(folder, "honest.zip");
  await patchbay("run", "find-and-count-shapes", "--archive", zip);
  const archive = await openArchive(zip);
  const { manifest, events, openArtifact } = archive;
  for (const { type, params } of Object.values(manifest.workflow.graph.nodes)) {
    if (type !== "workflow-output") continue;
    params.name = params.name === "picture" ? "../../evil" : `${String(params.name)}\u001b[31m`;
  }
  const evil = writeScratch(folder, "evil.zip", await buffer(writeArchive({ manifest, events, openArtifact })));
  archive.close();

  const { code, stdout } = await patchbay("open", evil, "--out", join(folder, "a", "b"));

  expect(code).toBe(0);
  expect(readdirSync(join(folder, "a", "b"))).toEqual(["evil.png"]);
  expect(existsSync(join(folder, "evil.png"))).toBe(false);
  expect(stdout).toContain("count�[31m: 6");
  expect(stdout).not.toContain("\u001b");
});

test("a file that is not there is named", async () => {
  const { code, stderr } = await patchbay("open", join(folder, "none.zip"));

  expect(code).toBe(2);
  expect(stderr).toMatch(/^The file ".*none\.zip" cannot be read: there is none\.\n$/);
});
