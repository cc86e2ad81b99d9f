import { readdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mountSmallDisk } from "../artifacts/small-disk-for-tests.ts";
import { artifacts } from "../db/schema/artifacts.ts";
import { addOne } from "../inference/onnx/onnx-writer-for-tests.ts";
import { answerFileUpload, answerModelUpload } from "./upload-routes.ts";
import { createTestWeb, type TestWeb } from "./web-for-tests.ts";

const disk = mountSmallDisk(16);
afterAll(() => disk?.unmount());

describe.skipIf(disk === null)("when the disk of the store is full", () => {
  let web: TestWeb;
  let filler: string;
  beforeAll(async () => {
    web = await createTestWeb({ PATCHBAY_DATA: disk!.folder });
    // The last pages go one by one: nothing at all fits any more.
    ({ hash: filler } = await web.services.artifacts.put(Buffer.alloc(15_500_000, 1)));
    for (let size = 1_000_000; size >= 1_000; size /= 2)
      for (let seed = 0; await fits(Buffer.alloc(size, seed)); seed++);
  });
  afterAll(() => web.close());

  const fits = (content: Buffer) =>
    web.services.artifacts.put(content).then(
      () => true,
      () => false,
    );
  const upload = (path: string, body: Uint8Array) =>
    web.send(web.ours.people.editor, path, path.startsWith("/api/files") ? answerFileUpload : answerModelUpload, {
      method: "POST",
      body: new Uint8Array(body),
      headers: { "content-type": "application/octet-stream", "x-file-name": "data.csv" },
    });

  test("an upload is refused with the reason, leaves nothing, and works again after room was made", async () => {
    const before = await web.database.select().from(artifacts);

    const refused = [
      await upload("/api/files", Buffer.alloc(500_000, "1,2\n")),
      await upload("/api/models?name=adder", addOne()),
    ];
    const left = await readdir(path.join(web.services.env.artifactsDir, "tmp"));
    const rows = await web.database.select().from(artifacts);
    const { data: models } = await web.call(web.ours.people.viewer, "models.list");
    await web.services.artifacts.remove(filler);
    const accepted = await upload("/api/files", Buffer.alloc(500_000, "1,2\n"));

    for (const response of refused) {
      expect(response.status).toBe(507);
      expect(await response.json()).toMatchObject({
        code: "STORAGE_FULL",
        reason: "storage-full",
        message: expect.stringContaining("Make room"),
      });
    }
    expect(left).toEqual([]);
    expect(rows).toEqual(before);
    expect(models).toEqual([]);
    expect(accepted.status).toBe(201);
  });
});
