import "#server-only";
import { randomUUID } from "node:crypto";
import { openWebServices } from "../open-web-services.ts";
import type { WebServices } from "../web-services.ts";
import { checkOrigin } from "./check-origin.ts";
import { errorResponse } from "./error-response.ts";

export type Handler = (services: WebServices, request: Request, requestId: string) => Promise<Response>;

/** A route of app/api: opens the services, checks the origin, and turns what is thrown into an answer that says no more than it may. */
export async function handle(request: Request, handler: Handler): Promise<Response> {
  const requestId = randomUUID();
  try {
    return await handleWith(await openWebServices(), request, handler, requestId);
  } catch (error) {
    return errorResponse(error, requestId);
  }
}

/** The same over given services. */
export async function handleWith(
  services: WebServices,
  request: Request,
  handler: Handler,
  requestId: string = randomUUID(),
): Promise<Response> {
  try {
    checkOrigin(request, services.env);
    return await handler(services, request, requestId);
  } catch (error) {
    return errorResponse(error, requestId);
  }
}
