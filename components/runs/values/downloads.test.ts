import { expect, test } from "vitest";
import type { RecordedValue, ValuePreview } from "#graph/recorded-values";
import { memberUrls } from "../artifact-url.ts";
import { downloadsOf } from "./downloads.ts";

const artifact = (mediaType: string) => ({ hash: "a".repeat(64), sizeBytes: 20_000, mediaType });
const kept = (preview: ValuePreview, mediaType = "application/octet-stream"): RecordedValue => ({
  kind: preview.kind,
  preview,
  artifact: artifact(mediaType),
});
const tensor: ValuePreview = { kind: "tensor", dtype: "int64", shape: [2], statistics: null, firstValues: [] };

test.each<[ValuePreview, string, string[]]>([
  [{ kind: "text", text: "", length: 9 }, "text/plain", ["text.txt"]],
  [{ kind: "json", text: "", length: 9 }, "application/json", ["json.json"]],
  [tensor, "application/vnd.patchbay.tensor", ["tensor.npy"]],
  [{ ...tensor, dtype: "string" }, "application/json", ["tensor.json"]],
  [{ kind: "embedding", length: 2, norm: 1, firstValues: [] }, "application/vnd.patchbay.tensor", ["embedding.npy"]],
  [
    { kind: "table", columns: [], rowCount: 0, rows: [] },
    "application/vnd.apache.parquet",
    ["table.parquet", "table.csv"],
  ],
  [
    { kind: "detections", width: 1, height: 1, items: [], count: 0 },
    "application/json",
    ["detections.coco.json", "detections.json"],
  ],
  [{ kind: "audio", sampleRate: 1, durationS: 1, channels: 1, peaks: [] }, "audio/wav", ["audio.wav"]],
  [{ kind: "image", width: 1, height: 1, channels: 3, thumbnail: artifact("image/webp") }, "image/jpeg", ["image.jpg"]],
  [
    { kind: "mask", width: 1, height: 1, fractions: [], thumbnail: null },
    "application/vnd.patchbay.mask",
    ["mask.png"],
  ],
  [{ kind: "file", name: "a b.pdf", mediaType: "application/pdf", sizeBytes: 1 }, "application/pdf", ["a b.pdf"]],
])("a value such as %j is saved in its natural form", (preview, mediaType, names) => {
  expect(downloadsOf(kept(preview, mediaType), memberUrls).map(({ name }) => name)).toEqual(names);
});

test("a small tensor is a .npy file as well, made of what the record holds", async () => {
  const base64 = Buffer.from(BigInt64Array.of(1n, 9_007_199_254_740_993n).buffer).toString("base64");
  const [download] = downloadsOf(
    { kind: "tensor", preview: tensor, inline: { dtype: "int64", shape: [2], base64 } },
    memberUrls,
  );

  const bytes = Buffer.from(await (await (download as { make: () => Promise<Blob> }).make()).arrayBuffer());

  expect(bytes.subarray(0, 128).toString("latin1")).toContain(
    "{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }",
  );
  expect(bytes.readBigInt64LE(136)).toBe(9_007_199_254_740_993n);
});

test("a text that Postgres cannot hold is saved as the text that it is", async () => {
  const inline = "a\u0000b";
  const [download] = downloadsOf(
    { kind: "text", preview: { kind: "text", text: "a␀b", length: 3 }, inline },
    memberUrls,
  );

  expect(await (await (download as { make: () => Promise<Blob> }).make()).text()).toBe(inline);
});

test("an item of a list is saved by its place in it", () => {
  const record = kept(tensor);
  const item = { ...record, artifact: { ...artifact("application/vnd.patchbay.tensor"), item: "12" } };

  expect(downloadsOf(item, memberUrls)).toMatchObject([
    { url: expect.stringContaining("/converted?item=12&format=npy") },
  ]);
});
