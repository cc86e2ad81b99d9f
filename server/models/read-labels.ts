import type { JsonObject } from "../../graph/json.ts";
import type { OnnxSummary } from "./model-types.ts";

const MAX_LABEL_CHARACTERS = 200;
const MAX_LABELS = 100_000;

/** The names of a model's classes, by index: from the card that came with it, else from the file's own metadata. */
export function readLabels({ summary, card }: { summary: OnnxSummary; card: JsonObject | null }): string[] | undefined {
  const given: unknown = card?.labels;
  const isList = Array.isArray(given) && given.length > 0 && given.length <= MAX_LABELS;
  if (!isList || !given.every((label) => typeof label === "string")) return summary.labels;
  return given.map((label) => label.slice(0, MAX_LABEL_CHARACTERS));
}
