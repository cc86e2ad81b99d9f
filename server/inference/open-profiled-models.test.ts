import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addOne } from "./onnx/onnx-writer-for-tests.ts";
import { openProfiledModels } from "./open-profiled-models.ts";
import { readProfile } from "./read-profile.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "patchbay-profiled-"));
  await writeFile(path.join(folder, "add-one"), addOne());
});
afterAll(() => rm(folder, { recursive: true }));

test("a profile holds the runs that were asked for and no others, however long it stays open", async () => {
  const options = { threads: 1, readModelPath: (hash: string) => Promise.resolve(path.join(folder, hash)) };
  const models = await openProfiledModels(options, folder);
  const { run } = await models.open({ hash: "add-one", name: "Add one" });
  const x = { dtype: "float32", shape: [1, 2], data: new Float32Array([1, 2]) } as const;
  await run({ x });
  await run({ x });

  // Longer than a model is left idle before it is found out whether its rows may be joined.
  await sleep(600);
  const [text] = await models.close();

  expect(readProfile(text!).events.map(({ operator }) => operator)).toEqual(["Add", "Add"]);
});
