import type { JsonObject } from "../../graph/json.ts";
import type { OnnxSummary } from "./model-types.ts";

const MAX_LABEL_CHARACTERS = 200;
const MAX_LABELS = 100_000;

/**
 * The names of a model's classes, by index: from the card that came with it, else from the file's own metadata, where
 * exporters write them as a JSON list ("labels") or as a Python dictionary ("names", as Ultralytics does).
 */
export function readLabels({
  summary,
  card,
}: {
  summary: OnnxSummary;
  card?: JsonObject | null | undefined;
}): string[] | undefined {
  const { metadata } = summary;
  return asLabels(card?.labels) ?? asLabels(parseJson(metadata.labels)) ?? parseNames(metadata.names);
}

function asLabels(value: unknown): string[] | undefined {
  const isList = Array.isArray(value) && value.length > 0 && value.length <= MAX_LABELS;
  if (!isList || !value.every((label) => typeof label === "string")) return undefined;
  return value.map((label) => label.slice(0, MAX_LABEL_CHARACTERS));
}

function parseJson(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `{0: 'person', 1: "driver's cab"}`; only a dictionary that counts from 0 without gaps is a list of labels. */
function parseNames(text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined;
  const entries = [...text.matchAll(/(\d+)\s*:\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g)];
  if (entries.some(([, index], place) => Number(index) !== place)) return undefined;
  return asLabels(entries.map(([, , single, double]) => (single ?? double ?? "").replace(/\\(.)/g, "$1")));
}
