import { readFile } from "node:fs/promises";
import path from "node:path";
import type { JsonValue } from "../../graph/json.ts";
import type { Kind } from "../../graph/kinds.ts";
import type { WorkflowInput } from "../../graph/workflow-interface.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
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
  return Object.fromEntries(
    inputs.filter(({ name }) => given.has(name)).map((input) => [input.name, combine(input, given.get(input.name)!)]),
  );
}

function combine(input: WorkflowInput, values: JsonValue[]): JsonValue {
  const [first] = values;
  if (!input.isList) {
    if (values.length > 1)
      throw new UsageError(`The input "${input.name}" takes one value; ${values.length} are given.`);
    return first!;
  }
  return values.length === 1 && Array.isArray(first) ? first : values;
}

async function parseInput(
  text: string,
  { input, store }: { input: WorkflowInput; store: ArtifactStore },
): Promise<JsonValue> {
  const { name, kind } = input;
  if (fileKinds.has(kind)) {
    if (!text.startsWith("@"))
      throw new UsageError(`The input "${name}" is of kind ${kind}: give a file, --input ${name}=@path.`);
    const bytes = await readInputFile(text.slice(1), name);
    const { hash, sizeBytes } = await store.put(bytes);
    const mediaType = mediaTypes[path.extname(text).toLowerCase()] ?? "application/octet-stream";
    return { hash, name: path.basename(text.slice(1)), mediaType, sizeBytes };
  }
  const content = text.startsWith("@") ? new TextDecoder().decode(await readInputFile(text.slice(1), name)) : text;
  if (kind === "text") return content;
  return parseJson(content, input);
}

function parseJson(content: string, { name, kind, isList }: WorkflowInput): JsonValue {
  let value: JsonValue;
  try {
    value = JSON.parse(content) as JsonValue;
  } catch {
    throw new UsageError(`The input "${name}" is of kind ${kind}, and "${content.slice(0, 80)}" is not.`);
  }
  const isRight =
    (kind !== "number" && kind !== "boolean") || typeof value === kind || (isList && Array.isArray(value));
  if (!isRight) throw new UsageError(`The input "${name}" is of kind ${kind}, and "${content.slice(0, 80)}" is not.`);
  return value;
}

async function readInputFile(file: string, name: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new UsageError(
      `The file "${file}" of the input "${name}" cannot be read: ${error instanceof Error ? error.message : error}`,
    );
  }
}
