import "#server-only";
import { z } from "zod";
import type { JsonValue } from "../../../graph/json.ts";
import { jsonValueSchema } from "../../../graph/json.ts";
import type { Kind } from "../../../graph/kinds.ts";
import type { FileRef } from "../../../graph/schema.ts";
import type { WorkflowInput } from "../../../graph/workflow-interface.ts";
import { AppError } from "../../app-error.ts";
import { nameOfGiven } from "../../files/name-of-given.ts";
import { storeFile } from "../../files/store-file.ts";
import { readContent } from "../../serving/json-tensor.ts";
import { findUnsafeJson } from "../find-unsafe-json.ts";
import { parseInput } from "../parse-input.ts";
import { mediaTypeOf, readBody, readJson, requireMediaType } from "../read-body.ts";
import type { ApiCaller } from "./handle-api.ts";

const FORM = "multipart/form-data";
const fileKinds: ReadonlySet<Kind> = new Set(["image", "audio", "video", "table", "file"]);
const bodySchema = z.strictObject({ inputs: z.record(z.string(), jsonValueSchema).default({}) });

type Given = { name: string; content: Uint8Array };

/**
 * What the request gives to the inputs, in the form that runs take; files are stored. JSON has them as base64 or as text,
 * multipart/form-data as parts under the name of their input.
 *
 * @throws AppError BAD_REQUEST, PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE
 */
export async function readRunRequest(
  caller: ApiCaller,
  request: Request,
  inputs: readonly WorkflowInput[],
): Promise<Record<string, JsonValue>> {
  const mediaType = mediaTypeOf(request);
  // Nothing is given where nothing is sent, as by `curl -X POST`.
  if (mediaType === "" && request.headers.get("content-length") === "0") return {};
  requireMediaType(request, "application/json", FORM);
  return mediaType === FORM ? await readForm(caller, request, inputs) : await readJsonInputs(caller, request, inputs);
}

async function readJsonInputs(caller: ApiCaller, request: Request, inputs: readonly WorkflowInput[]) {
  const body = await readJson(request, caller.services.env.maxFileBytes);
  const unsafe = findUnsafeJson(body);
  if (unsafe !== null) throw new AppError("BAD_REQUEST", unsafe, { reason: "bad-input" });
  const { inputs: given } = parseInput(bodySchema, body);
  const read: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(given)) {
    const input = inputs.find((candidate) => candidate.name === name);
    if (!input || !fileKinds.has(input.kind))
      read[name] = value; // an unknown one is refused with those that there are
    else if (!input.isList) read[name] = await storeText(caller, input, value);
    else {
      if (!Array.isArray(value)) throw wrongInput(input, "takes a list of files, each as base64 text");
      const files: JsonValue[] = [];
      for (const item of value) files.push(await storeText(caller, input, item));
      read[name] = files;
    }
  }
  return read;
}

function storeText(caller: ApiCaller, input: WorkflowInput, value: JsonValue): Promise<FileRef> {
  if (typeof value !== "string") throw wrongInput(input, "takes a file: its content as base64 text, or as a data: URL");
  return store(caller, input, { name: "", content: readContent(value) });
}

async function readForm(caller: ApiCaller, request: Request, inputs: readonly WorkflowInput[]) {
  const body = await readBody(request, caller.services.env.maxFileBytes);
  const form = await new Response(body, { headers: { "content-type": request.headers.get("content-type")! } })
    .formData()
    .catch((error: unknown) => {
      const message = "The body is not multipart/form-data as its Content-Type says.";
      throw new AppError("BAD_REQUEST", message, { reason: "bad-form", cause: error });
    });
  const read: Record<string, JsonValue> = {};
  for (const name of new Set(form.keys())) {
    const input = inputs.find((candidate) => candidate.name === name);
    const values: JsonValue[] = [];
    for (const part of form.getAll(name)) values.push(input ? await readPart(caller, input, part) : null);
    if (input && !input.isList && values.length > 1) throw wrongInput(input, `takes one value; ${values.length} came`);
    read[name] = input?.isList ? values : values[0]!;
  }
  return read;
}

async function readPart(caller: ApiCaller, input: WorkflowInput, part: File | string): Promise<JsonValue> {
  if (fileKinds.has(input.kind)) {
    const content =
      typeof part === "string" ? new Uint8Array(Buffer.from(part)) : new Uint8Array(await part.arrayBuffer());
    return await store(caller, input, { name: typeof part === "string" ? "" : part.name, content });
  }
  const text = typeof part === "string" ? part : await part.text();
  if (input.kind === "text") return text;
  try {
    const json = JSON.parse(text) as JsonValue;
    const unsafe = findUnsafeJson(json);
    if (unsafe === null) return json;
    throw new AppError("BAD_REQUEST", unsafe, { reason: "bad-input" });
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw wrongInput(input, `of kind ${input.kind} takes JSON, got ${JSON.stringify(text.slice(0, 80))}`);
  }
}

function store(caller: ApiCaller, input: WorkflowInput, { name, content }: Given): Promise<FileRef> {
  const { artifacts, env } = caller.services;
  async function* chunks() {
    yield content;
  }
  return storeFile(
    { tenant: caller.tenant, artifacts },
    { name: name === "" ? nameOfGiven(input, content) : name, content: chunks(), maxBytes: env.maxFileBytes },
  );
}

function wrongInput({ name }: WorkflowInput, why: string): AppError {
  return new AppError("BAD_REQUEST", `The input ${JSON.stringify(name)} ${why}.`, { reason: "bad-input" });
}
