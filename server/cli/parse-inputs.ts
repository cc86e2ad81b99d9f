import path from "node:path";
import type { JsonValue } from "../../graph/json.ts";
import type { Kind } from "../../graph/kinds.ts";
import type { WorkflowInput } from "../../graph/workflow-interface.ts";
import { refuseInputValue } from "../../nodes/workflow-input/input-value.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { readNamedFile } from "./read-named-file.ts";
import { UsageError } from "./usage-error.ts";

const fileKinds = new Set<Kind>(["image", "audio", "video", "table", "file"]);
const mediaTypes: Record<string, string> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".webp": "image/webp",
  ".csv": "text/csv",
  ".json": "application/json",
  ".parquet": "application/vnd.apache.parquet",
  ".wav": "audio/wav",
  ".txt": "text/plain",
};

/**
 * Reads `name=value` and `name=@file` arguments into the inputs of a run. An argument that comes again makes a list.
 *
 * @throws UsageError naming the input for an unknown name, a missing file and a value of another kind.
 */
export async function parseInputs(
  args: string[],
  { inputs, store }: { inputs: WorkflowInput[]; store: ArtifactStore },
): Promise<Record<string, JsonValue>> {
  const given = new Map<string, JsonValue[]>();
  for (const argument of args) {
    const [, name, text] = /^([^=]+)=(.*)$/s.exec(argument) ?? [];
    if (name === undefined || text === undefined) {
      throw new UsageError(`--input "${argument}" must be name=value or name=@file.`);
    }
    const input = inputs.find((candidate) => candidate.name === name);
    if (!input) {
      const names = inputs.map((candidate) => `"${candidate.name}"`).join(", ") || "none";
      throw new UsageError(`The workflow has no input "${name}". Its inputs: ${names}.`);
    }
    const value = await parseInput(text, { input, store });
    given.set(name, [...(given.get(name) ?? []), value]);
  }
  const values = inputs.flatMap((input): [string, JsonValue][] => {
    const own = given.get(input.name);
    return own ? [[input.name, combine(input, own)]] : [];
  });
  return Object.fromEntries(values);
}

function combine(input: WorkflowInput, values: JsonValue[]): JsonValue {
  const { name, isList } = input;
  if (!isList && values.length > 1)
    throw new UsageError(`The input "${name}" takes one value; ${values.length} are given.`);
  const [first] = values;
  const value = !isList || (values.length === 1 && Array.isArray(first)) ? first! : values;
  const refused = refuseInputValue({ ...input, list: isList }, value);
  if (refused) throw new UsageError(`The input "${name}" ${refused}.`);
  return value;
}

async function parseInput(
  text: string,
  { input, store }: { input: WorkflowInput; store: ArtifactStore },
): Promise<JsonValue> {
  const { name, kind } = input;
  if (fileKinds.has(kind)) {
    if (!text.startsWith("@"))
      throw new UsageError(`The input "${name}" is of kind ${kind}: give a file, --input ${name}=@path.`);
    const bytes = await readInputFile(text, name);
    const { hash, sizeBytes } = await store.put(bytes);
    const mediaType = mediaTypes[path.extname(text).toLowerCase()] ?? "application/octet-stream";
    return { hash, name: path.basename(text.slice(1)), mediaType, sizeBytes };
  }
  const content = text.startsWith("@") ? new TextDecoder().decode(await readInputFile(text, name)) : text;
  if (kind === "text") return content;
  return parseJson(content, input);
}

function parseJson(content: string, { name, kind }: WorkflowInput): JsonValue {
  try {
    return JSON.parse(content) as JsonValue;
  } catch {
    const shown = content.length > 80 ? `${content.slice(0, 80)}…` : content;
    const hint = kind === "json" ? " A text in JSON has quotes: '\"text\"'." : "";
    throw new UsageError(`The input "${name}" is of kind ${kind}, and "${shown}" is not.${hint}`);
  }
}

function readInputFile(text: string, name: string): Promise<Uint8Array> {
  const file = text.slice(1);
  return readNamedFile(file, `The file "${file}" of the input "${name}"`);
}
