import { createReadStream } from "node:fs";
import { unlink } from "node:fs/promises";
import { z } from "zod";
import { batchResults } from "../batches/batch-results.ts";
import type { WebServices } from "../web-services.ts";
import { parseInput, queryOf } from "./parse-input.ts";
import { requireMember } from "./require-member.ts";
import { serveContent } from "./serve-content.ts";

const inputSchema = z.strictObject({ batchId: z.uuid(), format: z.enum(["csv", "parquet"]).default("csv") });

/** GET /api/batches/{batchId}/results?format=csv: the items of a batch as a table, as far as it has come. */
export async function answerBatchResults(
  services: WebServices,
  request: Request,
  given: { batchId: string },
): Promise<Response> {
  const member = await requireMember(services, request, "viewer");
  const { batchId, format } = parseInput(inputSchema, { ...queryOf(request), ...given });
  const origin = services.env.origins[0] ?? originOf(request);
  const { name, columns, rows } = await batchResults(member, { batchId, origin });
  const { file, sizeBytes } = await services.valueReader.writeRows({ columns, rows, format });
  const stream = createReadStream(file);
  stream.once("close", () => void unlink(file).catch(() => {}));
  return serveContent(request, {
    content: stream,
    sizeBytes,
    mediaType: "application/octet-stream",
    name: `${name}.${format}`,
    // What goes on may be another table a moment later.
    etag: `${batchId}-${format}-${Date.now()}`,
    isImmutable: false,
  });
}

/** As the browser wrote it, where nobody said what the server is called. */
function originOf(request: Request): string {
  const url = new URL(request.url);
  return `${url.protocol}//${request.headers.get("host") ?? url.host}`;
}
