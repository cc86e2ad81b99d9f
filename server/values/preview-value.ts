import type { ArtifactRef, ValuePreview } from "#graph/recorded-values";
import type { AudioValue, ClassificationValue, DetectionsValue, Value } from "#graph/values";
import type { Codecs } from "./encode-value.ts";
import { stringify } from "./encode-value.ts";
import { previewImage } from "./preview-image.ts";
import { previewMask } from "./preview-mask.ts";
import { previewTable } from "./preview-table.ts";
import { shownText } from "./storable-text.ts";
import { firstValues, tensorStatistics } from "./tensor-statistics.ts";

const MAX_TEXT_CHARACTERS = 1_000;
const MAX_LABEL_CHARACTERS = 200;
const MAX_LABELS = 20;
const MAX_DETECTIONS = 200;
const MAX_VECTOR_VALUES = 16;
const MAX_PEAKS = 200;

export type PutArtifact = (pieces: readonly Uint8Array[], mediaType: string) => Promise<ArtifactRef>;

type PreviewTools = {
  codecs: Codecs;
  putArtifact: PutArtifact;
  json?: string | undefined;
  artifact?: ArtifactRef | undefined;
};

/**
 * What people see of a value at once. Immediate but for pictures, masks and tables. `json` is the text of a json value
 * and `artifact` the whole value, where they are there already.
 */
export function previewValue(
  value: Value,
  { codecs, putArtifact, json, artifact }: PreviewTools,
): ValuePreview | Promise<ValuePreview> {
  switch (value.kind) {
    case "number":
      return { kind: "number", value: jsonNumber(value.value) };
    case "text": {
      const { length } = value.value;
      return { kind: "text", text: shownText(value.value, MAX_TEXT_CHARACTERS), length };
    }
    case "boolean":
      return { kind: "boolean", value: value.value };
    case "json": {
      const text = json ?? stringify(value.value);
      return { kind: "json", text: shownText(text, MAX_TEXT_CHARACTERS), length: text.length };
    }
    case "image":
      return previewImage(value.value, { images: codecs.images, putArtifact, artifact });
    case "mask":
      return previewMask(value.value, { images: codecs.images, putArtifact });
    case "table":
      return previewTable(value.value, codecs.tables);
    case "audio":
      return previewAudio(value.value);
    case "tensor": {
      const { dtype, shape } = value.value;
      const statistics = tensorStatistics(value.value);
      const shown = firstValues(value.value).map((text) => shownText(text, MAX_LABEL_CHARACTERS));
      return { kind: "tensor", dtype, shape: [...shape], statistics, firstValues: shown };
    }
    case "embedding":
      return previewEmbedding(value.value.vector);
    case "classification":
      return previewClassification(value.value);
    case "detections":
      return previewDetections(value.value);
    case "keypoints": {
      const { width, height, points } = value.value;
      return { kind: "keypoints", width, height, count: points.length };
    }
    case "file":
    case "video": {
      const { name, mediaType, bytes } = value.value;
      return { kind: value.kind, name: shownText(name, 255), mediaType, sizeBytes: bytes.byteLength };
    }
    case "model":
      return { kind: "model", name: shownText(value.value.name, MAX_LABEL_CHARACTERS), hash: value.value.hash };
  }
}

function jsonNumber(value: number): number | "NaN" | "Infinity" | "-Infinity" {
  if (Number.isFinite(value)) return value + 0; // JSON has no -0
  return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

/** JSON has neither NaN nor -0; what a broken model gives is shown as 0 and stays what it is in the value. */
function finite(value: number): number {
  return Number.isFinite(value) ? value + 0 : 0;
}

function previewClassification({ labels }: ClassificationValue): ValuePreview {
  const shown = labels.slice(0, MAX_LABELS).map(({ label, probability }) => ({
    label: shownText(label, MAX_LABEL_CHARACTERS),
    probability: finite(probability),
  }));
  return { kind: "classification", labels: shown, count: labels.length };
}

function previewDetections({ width, height, items }: DetectionsValue): ValuePreview {
  const best =
    items.length > MAX_DETECTIONS ? items.toSorted((a, b) => b.score - a.score).slice(0, MAX_DETECTIONS) : items;
  const shown = best.map((item) => ({
    x: finite(item.x),
    y: finite(item.y),
    width: finite(item.width),
    height: finite(item.height),
    label: shownText(item.label, MAX_LABEL_CHARACTERS),
    classIndex: finite(item.classIndex),
    score: finite(item.score),
  }));
  return { kind: "detections", width, height, items: shown, count: items.length };
}

function previewEmbedding(vector: Float32Array): ValuePreview {
  let squares = 0;
  for (let index = 0; index < vector.length; index++) squares += vector[index]! * vector[index]!;
  const shown = Array.from(vector.subarray(0, MAX_VECTOR_VALUES), (element) => finite(Number(element.toPrecision(7))));
  return { kind: "embedding", length: vector.length, norm: finite(Math.sqrt(squares)), firstValues: shown };
}

/** The greatest deflection, 0–1, in each of at most `MAX_PEAKS` equal stretches, over all channels. */
function previewAudio({ sampleRate, channels, samples }: AudioValue): ValuePreview {
  const frames = samples.length / channels;
  const count = Math.min(MAX_PEAKS, Math.ceil(frames));
  const peaks = Array.from({ length: count }, (_, peak) => {
    const from = Math.floor((peak * samples.length) / count);
    const to = Math.floor(((peak + 1) * samples.length) / count);
    let greatest = 0;
    for (let index = from; index < to; index++) greatest = Math.max(greatest, Math.abs(finite(samples[index]!)));
    return Math.round(Math.min(1, greatest) * 1_000) / 1_000;
  });
  return { kind: "audio", sampleRate, durationS: frames / sampleRate, channels, peaks };
}
