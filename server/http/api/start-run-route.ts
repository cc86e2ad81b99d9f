import "#server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import { canonicalJson } from "../../../graph/canonical-json.ts";
import { workflowInputs } from "../../../graph/workflow-interface.ts";
import { definitions } from "../../../nodes/definitions.ts";
import { AppError } from "../../app-error.ts";
import { requirePublished } from "../../deployments/require-published.ts";
import { getRun } from "../../runs/get-run.ts";
import { queueRun } from "../../runs/queue-run.ts";
import { watchRun } from "../../runs/watch-run.ts";
import { parseInput, queryOf } from "../parse-input.ts";
import { closingSignal } from "../shutdown.ts";
import { describeApiRun } from "./describe-api-run.ts";
import type { ApiRun } from "./describe-api-run.ts";
import type { ApiCaller } from "./handle-api.ts";
import { requireMayRun } from "./handle-api.ts";
import { readRunRequest } from "./read-run-request.ts";
import { streamRun } from "./stream-run.ts";

const DEFAULT_WAIT_S = 60;
const MAX_WAIT_S = 300;

/**
 * POST /api/v1/workflows/{name}/runs: runs what is published under the name. Answers when the run has ended, or with 202
 * after the time of `Prefer: wait=…` or when this process ends, at once with `Prefer: respond-async`; with `Accept: text/event-stream` as it goes.
 */
export async function answerStartRun(
  caller: ApiCaller,
  request: Request,
  { name }: { name: string },
): Promise<Response> {
  requireMayRun(caller);
  parseInput(z.strictObject({}), queryOf(request));
  const waitS = readWait(request.headers.get("prefer"));
  const idempotencyKey = readIdempotencyKey(request.headers.get("idempotency-key"));
  const published = await requirePublished(caller.tenant, { name, reach: caller.key.deploymentIds });
  const inputs = await readRunRequest(caller, request, workflowInputs(published.graph, definitions));
  const { deploymentId, number, workflowId, workflowVersion, graph, subGraphs } = published;
  const requestHash = createHash("sha256").update(canonicalJson({ name, inputs })).digest("hex");
  const { runId } = await queueRun(caller, {
    workflowId,
    version: workflowVersion,
    graph,
    subGraphs,
    inputs,
    urgency: "background", // people at the editor go first
    origin: {
      deploymentId,
      deploymentVersion: number,
      apiKeyId: caller.key.id,
      ...(idempotencyKey !== null && { idempotency: { key: idempotencyKey, requestHash } }),
    },
  });
  if ((request.headers.get("accept") ?? "").includes("text/event-stream"))
    return streamRun(caller, runId, request.signal);
  await waitForEnd(caller, runId, { signal: request.signal, waitS });
  const run = await describeApiRun(await getRun(caller, { runId }), caller.services.artifacts);
  return Response.json(run, {
    status: waitS === 0 ? 202 : statusOf(run),
    headers: { location: `/api/v1/runs/${runId}`, "cache-control": "no-store" },
  });
}

function statusOf({ status }: ApiRun): number {
  if (status === "succeeded") return 200;
  if (status === "failed") return 422;
  return status === "cancelled" ? 409 : 202;
}

async function waitForEnd(
  caller: ApiCaller,
  runId: string,
  { signal, waitS }: { signal: AbortSignal; waitS: number },
): Promise<void> {
  if (waitS === 0) return;
  const ended = AbortSignal.any([signal, closingSignal(), AbortSignal.timeout(waitS * 1_000)]);
  for await (const { event } of watchRun(caller, { runId, afterSeq: 0, signal: ended })) {
    // What people have to answer may take days: the client hears that it waits.
    if (event.type === "run.finished" || event.type === "run.waiting") return;
  }
}

/** Seconds; 0 for an answer at once. */
function readWait(prefer: string | null): number {
  if (prefer === null) return DEFAULT_WAIT_S;
  if (/\brespond-async\b/i.test(prefer)) return 0;
  const wait = /\bwait=(\d{1,6})\b/i.exec(prefer)?.[1];
  return wait === undefined ? DEFAULT_WAIT_S : Math.min(Number(wait), MAX_WAIT_S);
}

function readIdempotencyKey(key: string | null): string | null {
  if (key === null || /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  const message = "The header Idempotency-Key takes 1 to 255 visible ASCII characters, such as a UUID.";
  throw new AppError("BAD_REQUEST", message, { reason: "bad-input" });
}
