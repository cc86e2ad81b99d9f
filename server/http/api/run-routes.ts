import "#server-only";
import { z } from "zod";
import { AppError } from "../../app-error.ts";
import { cancelRun } from "../../runs/cancel-run.ts";
import type { RunDetails } from "../../runs/get-run.ts";
import { getRun } from "../../runs/get-run.ts";
import { retryRun } from "../../runs/retry-run.ts";
import { parseInput, queryOf } from "../parse-input.ts";
import { serveContent } from "../serve-content.ts";
import { describeApiRun, filesOf } from "./describe-api-run.ts";
import type { ApiCaller } from "./handle-api.ts";
import { requireMayRun } from "./handle-api.ts";

/** GET /api/v1/runs/{id} */
export async function answerApiRun(caller: ApiCaller, request: Request, { id }: { id: string }): Promise<Response> {
  parseInput(z.strictObject({}), queryOf(request));
  const run = await requireApiRun(caller, id);
  return Response.json(await describeApiRun(run, caller.services.artifacts), noStore);
}

/** POST /api/v1/runs/{id}/cancel */
export function answerApiCancel(caller: ApiCaller, request: Request, { id }: { id: string }): Promise<Response> {
  return answerChange(caller, request, { id, change: cancelRun });
}

/** POST /api/v1/runs/{id}/retry: the same run goes on. 409 for one that has not failed and was not cancelled. */
export function answerApiRetry(caller: ApiCaller, request: Request, { id }: { id: string }): Promise<Response> {
  return answerChange(caller, request, { id, change: retryRun });
}

async function answerChange(
  caller: ApiCaller,
  request: Request,
  { id, change }: { id: string; change: (caller: ApiCaller, run: { runId: string }) => Promise<unknown> },
): Promise<Response> {
  requireMayRun(caller);
  parseInput(z.strictObject({}), queryOf(request));
  const { id: runId } = await requireApiRun(caller, id);
  await change(caller, { runId });
  return Response.json(await describeApiRun(await getRun(caller, { runId }), caller.services.artifacts), {
    status: 202,
    ...noStore,
  });
}

/** GET /api/v1/runs/{id}/files/{hash}: a file among the outputs. */
export async function answerApiFile(
  caller: ApiCaller,
  request: Request,
  { id, hash }: { id: string; hash: string },
): Promise<Response> {
  parseInput(z.strictObject({}), queryOf(request));
  const file = filesOf(await requireApiRun(caller, id)).get(hash);
  if (!file) throw new AppError("NOT_FOUND", "The run has no such file among its outputs.");
  const { stream, sizeBytes } = await caller.services.artifacts.stream(hash);
  return serveContent(request, { content: stream, sizeBytes, ...file, etag: hash, isImmutable: true });
}

/** A run that came over the API and whose deployment the key reaches. @throws AppError NOT_FOUND for any other */
async function requireApiRun(caller: ApiCaller, id: string): Promise<RunDetails> {
  const notFound = new AppError("NOT_FOUND", "There is no such run, or this key does not reach it.");
  if (!z.uuid().safeParse(id).success) throw notFound;
  const run = await getRun(caller, { runId: id });
  const { deploymentIds } = caller.key;
  if (run.deploymentId === null) throw notFound;
  if (deploymentIds !== null && !deploymentIds.includes(run.deploymentId)) throw notFound;
  return run;
}

const noStore = { headers: { "cache-control": "no-store" } };
