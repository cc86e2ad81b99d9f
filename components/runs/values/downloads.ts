import type { JsonValue } from "#graph/json";
import { npyHead } from "#graph/npy-head";
import type { ArtifactRef, RecordedValue } from "#graph/recorded-values";
import type { NumericDtype } from "#graph/tensor-elements";
import type { Detection } from "#graph/values";
import { artifactName, type ContentUrls } from "../artifact-url.ts";
import { fetchContent } from "./fetch-content.ts";
import { readDetections, toCoco } from "./findings.ts";
import { readMask } from "./mask-pixels.ts";
import { bytesOfBase64 } from "./tensor-plane.ts";

/** A file that a value can be saved as: at an address, or made here of what the record holds. */
export type Download = { name: string; sizeBytes?: number } & ({ url: string } | { make: () => Promise<Blob> });

/** Every form in which other programs can use the value, the most natural first. */
export function downloadsOf(record: RecordedValue, urls: ContentUrls): Download[] {
  const { kind, preview } = record;
  const artifact = "artifact" in record ? record.artifact : null;
  const asKept = (name: string): Download[] =>
    artifact ? [{ name, url: urls.contentUrl(artifact, name), sizeBytes: artifact.sizeBytes }] : [];
  const asNpy = (name: string): Download[] =>
    artifact
      ? [{ name, url: urls.convertedUrl(artifact, "npy", name), sizeBytes: artifact.sizeBytes }]
      : [{ name, make: () => npyBlob(record, urls) }];
  switch (preview.kind) {
    case "text":
      // One with NUL or half characters is kept as JSON.
      return artifact && artifact.mediaType === "text/plain"
        ? asKept("text.txt")
        : [{ name: "text.txt", make: async () => new Blob([String(await readJson(record, urls))], plainText) }];
    case "number":
    case "boolean":
    case "model":
      return [];
    case "json":
    case "classification":
    case "keypoints":
      return artifact ? asKept(`${kind}.json`) : [{ name: `${kind}.json`, make: () => jsonBlob(record, urls) }];
    case "detections":
      return [
        { name: "detections.coco.json", make: () => cocoBlob(record, { size: preview, urls }) },
        ...(artifact ? asKept("detections.json") : [{ name: "detections.json", make: () => jsonBlob(record, urls) }]),
      ];
    case "tensor":
      if (preview.dtype === "string") return [{ name: "tensor.json", make: () => jsonBlob(record, urls) }];
      return asNpy("tensor.npy");
    case "embedding":
      return asNpy("embedding.npy");
    case "table":
      return artifact
        ? [...asKept("table.parquet"), { name: "table.csv", url: urls.convertedUrl(artifact, "csv", "table.csv") }]
        : [];
    case "mask":
      return artifact ? [{ name: "mask.png", make: () => maskBlob(artifact, urls) }] : [];
    case "file":
    case "video":
      return asKept(preview.name);
    case "image":
    case "audio":
      return artifact ? asKept(artifactName(kind, artifact.mediaType)) : [];
  }
}

const plainText = { type: "text/plain;charset=utf-8" };
const json = { type: "application/json" };

async function readJson(record: RecordedValue, { contentUrl }: ContentUrls): Promise<JsonValue> {
  if ("inline" in record) return record.inline;
  return JSON.parse(new TextDecoder().decode(await fetchContent(contentUrl(record.artifact)))) as JsonValue;
}

async function jsonBlob(record: RecordedValue, urls: ContentUrls): Promise<Blob> {
  return new Blob([JSON.stringify(await readJson(record, urls), null, 2)], json);
}

async function cocoBlob(
  record: RecordedValue,
  { size: { width, height }, urls }: { size: { width: number; height: number }; urls: ContentUrls },
): Promise<Blob> {
  const items: Detection[] = readDetections(await readJson(record, urls));
  return new Blob([JSON.stringify(toCoco({ width, height, items }), null, 2)], json);
}

async function npyBlob(record: RecordedValue, urls: ContentUrls): Promise<Blob> {
  const { dtype, shape, base64 } = (await readJson(record, urls)) as {
    dtype: NumericDtype;
    shape: number[];
    base64?: string;
  };
  // Values that were not made by a run of today, such as a template's, may be plain JSON.
  if (base64 === undefined) return jsonBlob(record, urls);
  return new Blob([npyHead({ dtype, shape }), bytesOfBase64(base64)]);
}

/** A grey picture in which each pixel's level is the index of its class. */
async function maskBlob(artifact: ArtifactRef, { contentUrl }: ContentUrls): Promise<Blob> {
  const { width, height, data } = await readMask(await fetchContent(contentUrl(artifact)));
  const pixels = new Uint8ClampedArray(data.length * 4);
  for (let index = 0; index < data.length; index++) {
    pixels.fill(data[index]!, index * 4, index * 4 + 3);
    pixels[index * 4 + 3] = 255;
  }
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext("2d")?.putImageData(new ImageData(pixels, width, height), 0, 0);
  return canvas.convertToBlob({ type: "image/png" });
}
