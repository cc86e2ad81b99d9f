import { expect, test } from "vitest";
import { createTestFiles, hashOf, imageOf, runNode, testImages } from "../run-node-for-tests.ts";
import { loadImage } from "./definition.ts";
import { runLoadImage } from "./run.ts";

const png = await testImages.encode(imageOf(3, [[255, 0, 0, 0, 0, 255]]), "png");
const html = Buffer.from("<!doctype html><html>");
const files = createTestFiles([png, html]);
const fileOf = (bytes: Uint8Array, name: string) => ({
  hash: hashOf(bytes),
  name,
  mediaType: "image/png",
  sizeBytes: bytes.byteLength,
});

test("gives the picture of the file, still encoded", async () => {
  const { image } = await runNode(loadImage, runLoadImage, {
    inputs: {},
    params: { file: fileOf(png, "two.png") },
    context: { files },
  });

  expect(image).toMatchObject({ width: 2, height: 1, channels: 3, mediaType: "image/png" });
  expect([...(await testImages.decode(image)).pixels]).toEqual([255, 0, 0, 0, 0, 255]);
});

test("a file that only calls itself a picture is refused by name", async () => {
  const run = runNode(loadImage, runLoadImage, {
    inputs: {},
    params: { file: fileOf(html, "cat.png") },
    context: { files },
  });

  await expect(run).rejects.toMatchObject({
    kind: "unsupported-format",
    param: "file",
    message: expect.stringMatching(/^"cat\.png": The file is an HTML page/),
  });
});

test("a file that is gone is told as missing", async () => {
  const run = runNode(loadImage, runLoadImage, {
    inputs: {},
    params: { file: fileOf(Buffer.from("gone"), "gone.png") },
    context: { files },
  });

  await expect(run).rejects.toMatchObject({ kind: "missing-file" });
});
