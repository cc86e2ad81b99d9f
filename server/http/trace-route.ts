import { z } from "zod";
import { getTrace } from "../runs/get-trace.ts";
import type { WebServices } from "../web-services.ts";
import { parseInput } from "./parse-input.ts";
import { requireMember } from "./require-member.ts";
import { serveContent } from "./serve-content.ts";

const inputSchema = z.strictObject({ runId: z.uuid() });

/** GET /api/runs/{runId}/trace: the run as a trace for chrome://tracing and Perfetto, as far as it has come. */
export async function answerTrace(
  services: WebServices,
  request: Request,
  given: { runId: string },
): Promise<Response> {
  const member = await requireMember(services, request, "viewer");
  const { runId } = parseInput(inputSchema, given);
  const { number, trace } = await getTrace(member, { runId, artifacts: services.artifacts });
  const bytes = new TextEncoder().encode(JSON.stringify(trace));
  return serveContent(request, {
    content: bytes,
    sizeBytes: bytes.length,
    mediaType: "application/json",
    name: `run-${number}.trace.json`,
    etag: `${runId}-${trace.traceEvents.length}-${bytes.length}`,
    isImmutable: false,
  });
}
