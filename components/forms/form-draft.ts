import type { JsonValue } from "#graph/json";
import type { Kind } from "#graph/kinds";
import type { WorkflowInput } from "#graph/workflow-interface";
import { refuseInputValue } from "#nodes/workflow-input/input-value";
import { jsonErrorText } from "../editor/fields/json-error.ts";
import { jsonText } from "../editor/fields/json-text.ts";
import { readNumber } from "../ui/read-number.ts";

/** What a person typed or chose for an input. Text stays as it was typed, also while it is nothing that can be taken. */
export type Draft = { text: string } | { value: JsonValue };
/** By input name. An input that is not in it runs with its sample. */
export type Drafts = Readonly<Record<string, Draft>>;

/** Which control an input has. */
export type ControlType =
  "files" | "model" | "switch" | "choice" | "slider" | "number" | "text" | "lines" | "tensor" | "json";

const fileKinds: ReadonlySet<Kind> = new Set(["image", "audio", "video", "table", "file"]);

type Controlled = Pick<WorkflowInput, "kind" | "isList" | "choices" | "minimum" | "maximum">;

export function controlOf({ kind, isList, choices, minimum, maximum }: Controlled): ControlType {
  if (fileKinds.has(kind)) return "files";
  if (isList) return kind === "text" || kind === "number" ? "lines" : "json";
  if (choices) return "choice";
  if (kind === "number" && minimum !== undefined && maximum !== undefined && minimum < maximum) return "slider";
  if (kind === "boolean") return "switch";
  if (kind === "number" || kind === "text" || kind === "tensor" || kind === "model") return kind;
  return "json";
}

/** The text that a control shows of a value. */
export function textOf(input: WorkflowInput, value: JsonValue | undefined): string {
  const control = controlOf(input);
  if (value === undefined) return control === "slider" ? String(input.minimum) : "";
  if (control === "lines" && Array.isArray(value)) return value.map(String).join("\n");
  if (control === "number" || control === "slider" || control === "text") return String(value);
  return jsonText(value);
}

const SLIDER_STEPS = 100;

/** How far a key moves the slider: whole numbers where its ends and its sample are, else a round hundredth of its way. */
export function sliderStep({ minimum = 0, maximum = 1, sample }: WorkflowInput): number {
  const way = maximum - minimum;
  const isWhole = [minimum, maximum, sample ?? minimum].every(Number.isInteger);
  if (isWhole && way > 2) return 1;
  return 10 ** Math.floor(Math.log10(way / SLIDER_STEPS) + 1e-9);
}

export type Taken = { value?: JsonValue } | { error: string };

/** What the run gets for the input: nothing where the sample counts. Errors name the value and what would be right. */
export function takeDraft(input: WorkflowInput, draft: Draft | undefined): Taken {
  const { isList, sample } = input;
  if (!draft) {
    if (sample !== undefined) return {};
    if (controlOf(input) === "switch") return { value: false };
    // As the slider stands before anybody moved it.
    if (controlOf(input) === "slider") return { value: input.minimum! }; // a slider has both ends
    return { error: missingWords(input) };
  }
  const read = "text" in draft ? readText(input, draft.text) : draft;
  if ("error" in read) return read;
  const refused = refuseInputValue({ ...input, list: isList }, read.value);
  return refused ? { error: `“${input.name}” ${refused}.` } : read;
}

function readText(input: WorkflowInput, text: string): { value: JsonValue } | { error: string } {
  const { sample } = input;
  switch (controlOf(input)) {
    case "text":
      // Emptied on purpose where there is a sample to go back to.
      return text.trim() === "" && sample === undefined ? { error: missingWords(input) } : { value: text };
    case "number":
    case "slider":
      return text.trim() === "" ? { error: missingWords(input) } : readNumber(text, input.unit);
    case "lines":
      return readLines(input, text);
    default: {
      if (text.trim() === "") return { error: missingWords(input) };
      const error = jsonErrorText(text);
      return error === null ? { value: JSON.parse(text) as JsonValue } : { error };
    }
  }
}

function readLines({ kind, unit }: WorkflowInput, text: string): { value: JsonValue[] } | { error: string } {
  const lines = text
    .split("\n")
    .flatMap((line, index) => (line.trim() === "" ? [] : [{ line: line.trim(), at: index + 1 }]));
  if (kind !== "number") return { value: lines.map(({ line }) => line) };
  const values: number[] = [];
  for (const { line, at } of lines) {
    const read = readNumber(line, unit);
    if ("error" in read) return { error: `Line ${at}: ${read.error}` };
    values.push(read.value);
  }
  return { value: values };
}

const nouns: Partial<Record<Kind, string>> = {
  image: "picture",
  audio: "WAV file",
  video: "video",
  table: "table file (CSV, Parquet or JSON)",
  file: "file",
  model: "model",
};

function missingWords(input: WorkflowInput): string {
  const noun = nouns[input.kind];
  const quoted = `“${input.name}”`;
  if (noun !== undefined) return `${quoted} needs ${input.isList ? `one ${noun} or more` : `a ${noun}`}. Choose one.`;
  if (input.choices) return `${quoted} needs one of its choices. Choose one.`;
  if (input.kind === "number") return `${quoted} needs a number. Type one, such as 12 or 0.5.`;
  if (input.kind === "text") return `${quoted} needs a text. Type one.`;
  return `${quoted} needs a value. Type it as JSON.`;
}

/** All inputs taken: what the run is started with, and what is wrong, by input name. */
export function takeDrafts(
  inputs: readonly WorkflowInput[],
  drafts: Drafts,
): { values: Record<string, JsonValue>; errors: Record<string, string> } {
  const values: Record<string, JsonValue> = {};
  const errors: Record<string, string> = {};
  for (const input of inputs) {
    const taken = takeDraft(input, drafts[input.name]);
    if ("error" in taken) errors[input.name] = taken.error;
    else if (taken.value !== undefined) values[input.name] = taken.value;
  }
  return { values, errors };
}
