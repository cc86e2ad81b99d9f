import "#server-only";
import { randomUUID } from "node:crypto";
import { AppError } from "../../app-error.ts";
import { tenantOf } from "../../db/tenant.ts";
import { findApiKey } from "../../keys/find-api-key.ts";
import type { FoundKey } from "../../keys/find-api-key.ts";
import { openWebServices } from "../../open-web-services.ts";
import type { RunContext } from "../../runs/run-services.ts";
import type { WebServices } from "../../web-services.ts";
import { errorResponse } from "../error-response.ts";

/** Whom a request of the API acts for: a key is a principal of its own, never the person who made it. */
export type ApiCaller = RunContext & { key: FoundKey; services: WebServices };
export type ApiHandler = (caller: ApiCaller, request: Request) => Promise<Response>;

const RETRY_AFTER_S = 1;

/** A route of app/api/v1: asks for the key, and turns what is thrown into an answer that says no more than it may. */
export async function handleApi(request: Request, handler: ApiHandler): Promise<Response> {
  const requestId = randomUUID();
  try {
    return await handleApiWith(await openWebServices(), request, handler, requestId);
  } catch (error) {
    return errorResponse(error, requestId);
  }
}

/**
 * The same over given services. No origin is asked for: what counts is the key, and browsers send none by themselves.
 */
export async function handleApiWith(
  services: WebServices,
  request: Request,
  handler: ApiHandler,
  requestId: string = randomUUID(),
): Promise<Response> {
  try {
    const key = await requireKey(services, request);
    const tenant = tenantOf(services.database, key.workspaceId);
    const { runServices } = services;
    return await handler({ tenant, userId: `key:${key.id}`, role: "runner", runServices, key, services }, request);
  } catch (error) {
    const response = errorResponse(error, requestId);
    if (response.status === 429) response.headers.set("retry-after", String(RETRY_AFTER_S));
    if (response.status === 401) response.headers.set("www-authenticate", "Bearer");
    return response;
  }
}

async function requireKey({ database }: WebServices, request: Request): Promise<FoundKey> {
  const given = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  const key = given ?? request.headers.get("x-api-key");
  if (key === null) {
    throw new AppError("UNAUTHORIZED", 'Send an API key of this workspace as "Authorization: Bearer pb_…".');
  }
  const found = await findApiKey(database, key);
  if (!found) throw new AppError("UNAUTHORIZED", "This API key is unknown, expired or revoked.");
  return found;
}

/** @throws AppError FORBIDDEN */
export function requireMayRun({ key }: ApiCaller): void {
  if (key.mayRun) return;
  throw new AppError("FORBIDDEN", "This API key may read, but not run. Use one that may run deployments.");
}
