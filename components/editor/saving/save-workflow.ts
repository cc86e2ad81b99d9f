import { graphSchema } from "#graph/schema";
import type { Graph } from "#graph/schema";
import { z } from "zod";
import { asServerError } from "#components/trpc";
import { isOffline, OutOfReachError } from "../../streams/ask-server.ts";
import type { SaveResult } from "./autosave.ts";

const conflictSchema = z.object({ version: z.number().int(), graph: graphSchema });

/** Sends one save and says what came of it, in the terms of the autosave. */
export async function saveWorkflow(
  send: (graph: Graph, baseVersion: number) => Promise<{ version: number }>,
  graph: Graph,
  baseVersion: number,
): Promise<SaveResult> {
  try {
    const { version } = await send(graph, baseVersion);
    return { ok: true, version };
  } catch (error) {
    const refusal = asServerError(error);
    const status = refusal?.data?.httpStatus;
    if (refusal?.data?.code === "CONFLICT") {
      const details = conflictSchema.safeParse(refusal.data.details);
      if (details.success) return { ok: false, kind: "conflict", ...details.data };
    }
    if (refusal && status !== undefined && status < 500 && status !== 429 && status !== 408) {
      return { ok: false, kind: "refused", message: refusal.message };
    }
    if (status === 429) return { ok: false, kind: "unreachable", message: "The server is busy" };
    if (status !== undefined && status !== 408) return { ok: false, kind: "unreachable", message: "The server failed" };
    const cause = refusal?.cause ?? error;
    if (status === 408 || isNoAnswer(cause)) {
      return { ok: false, kind: "unreachable", message: isOffline() ? "Offline" : "Server away" };
    }
    console.error("The workflow could not be sent:", error);
    const reason = cause instanceof Error ? cause.message : String(cause);
    return { ok: false, kind: "refused", message: `this page failed (${reason}). Reload it.` };
  }
}

function isNoAnswer(error: unknown): boolean {
  return error instanceof OutOfReachError || (error instanceof DOMException && error.name === "TimeoutError");
}
