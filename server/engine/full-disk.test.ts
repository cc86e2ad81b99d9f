import { afterAll, expect, test } from "vitest";
import { openFolderStore } from "../artifacts/folder-store.ts";
import { mountSmallDisk } from "../artifacts/small-disk-for-tests.ts";
import { openTestPool, workflow } from "./pool-for-tests.ts";

const disk = mountSmallDisk(16);
afterAll(() => disk?.unmount());

const long = (count: number) =>
  workflow(
    {
      long: {
        type: "evaluate",
        params: { expression: `'x'.repeat(${count})`, inputs: [], output: "text" },
      },
      length: { type: "evaluate", params: { expression: "value.length", inputs: ["value"], output: "number" } },
    },
    "long.result -> length.value",
  );

test.skipIf(disk === null)(
  "a run whose values find no room on the disk says so, and the next one succeeds when there is room",
  async () => {
    const artifacts = await openFolderStore(disk!.folder);
    const lab = await openTestPool({ artifacts });
    const { hash } = await artifacts.put(Buffer.alloc(15_900_000, 1));

    const full = lab.start(long(900_000));
    const fullResult = await full.result;
    const { pid } = lab.pool.engines()[0]!;
    await artifacts.remove(hash);
    const roomy = await lab.start(long(900_000)).result;

    expect(fullResult).toMatchObject({
      outcome: "failed",
      failure: { kind: "storage-full", message: expect.stringMatching(/is full.*Make room/) },
    });
    expect(full.state().nodes.length).toMatchObject({ status: "succeeded" });
    expect(roomy).toEqual({ kind: "finished", outcome: "succeeded" });
    expect(lab.pool.engines()).toMatchObject([{ pid }]);
    await lab.close();
  },
);
