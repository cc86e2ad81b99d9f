import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
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

test("a file that is not there is named", async () => {
  const { code, stderr } = await patchbay("open", join(folder, "none.zip"));

  expect(code).toBe(2);
  expect(stderr).toMatch(/^The file ".*none\.zip" cannot be read: there is none\.\n$/);
});
