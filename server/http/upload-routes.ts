import { z } from "zod";
import { titleSchema } from "../../graph/schema.ts";
import { AppError } from "../app-error.ts";
import { cleanFileName } from "../files/clean-file-name.ts";
import { storeFile } from "../files/store-file.ts";
import { uploadModel } from "../models/upload-model.ts";
import type { WebServices } from "../web-services.ts";
import { parseInput, queryOf } from "./parse-input.ts";
import { limitBody, requireMediaType } from "./read-body.ts";
import { requireMember } from "./require-member.ts";

const RAW = "application/octet-stream";

const modelQuerySchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, "must not be empty")
    .max(1_000)
    .transform((name) => cleanFileName(name).replace(/\.onnx$/i, ""))
    .pipe(titleSchema),
  modelId: z.uuid().optional(),
});

/** POST /api/models?name=…[&modelId=…] with the file as the body. */
export async function answerModelUpload(services: WebServices, request: Request): Promise<Response> {
  const member = await requireMember(services, request, "editor");
  const { name, modelId } = parseInput(modelQuerySchema, queryOf(request));
  requireMediaType(request, RAW);
  const maxBytes = services.env.maxModelBytes;
  const uploaded = await uploadModel(member, { name, modelId, content: limitBody(request, maxBytes), maxBytes });
  return Response.json(uploaded, { status: 201 });
}

/** POST /api/files with the file as the body and its name, URI-encoded, in the header x-file-name. */
export async function answerFileUpload(services: WebServices, request: Request): Promise<Response> {
  // Who may run a workflow may give it files.
  const member = await requireMember(services, request, "runner");
  parseInput(z.strictObject({}), queryOf(request));
  requireMediaType(request, RAW);
  const name = decodeName(request.headers.get("x-file-name"));
  const maxBytes = services.env.maxFileBytes;
  const file = await storeFile(member, { name, content: limitBody(request, maxBytes), maxBytes });
  return Response.json(file, { status: 201 });
}

function decodeName(header: string | null): string {
  try {
    if (header !== null && header !== "" && header.length <= 3_000) return decodeURIComponent(header);
  } catch {
    // malformed escapes
  }
  const message = "The header x-file-name must hold the file's name, URI-encoded, in at most 3,000 characters.";
  throw new AppError("BAD_REQUEST", message, { reason: "bad-input" });
}
