import "#server-only";
import type { TRPCError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { TRPC_ERROR_CODES_BY_KEY } from "@trpc/server/rpc";
import superjson from "superjson";
import { MAX_DOCUMENT_BYTES } from "../../graph/limits.ts";
import { AppError } from "../app-error.ts";
import { checkOrigin } from "../http/check-origin.ts";
import { readBody, requireMediaType } from "../http/read-body.ts";
import { shutdownSignal } from "../http/shutdown.ts";
import type { WebServices } from "../web-services.ts";
import { createTrpcContext } from "./context.ts";
import { formatError, toTrpcError } from "./format-error.ts";
import { appRouter } from "./root.ts";
import { watchMembership } from "./watch-membership.ts";

/** A workflow of the greatest size, and the envelope around it. */
const MAX_BODY_BYTES = MAX_DOCUMENT_BYTES + 100_000;
const MAX_BATCH = 20;
const RECHECK_STREAMS_MS = 60_000;

/** Answers /api/trpc. What is refused before a procedure is found is answered in tRPC's form too, so that the page can show it. */
export async function handleTrpcRequest(
  services: WebServices,
  request: Request,
  requestId: string,
  { recheckMs = RECHECK_STREAMS_MS }: { recheckMs?: number } = {},
): Promise<Response> {
  const { headers } = request;
  const context = createTrpcContext({ services, headers, requestId });
  const ending = new AbortController();
  try {
    checkOrigin(request, services.env);
    const signal = AbortSignal.any([request.signal, shutdownSignal(), ending.signal]);
    const response = await fetchRequestHandler({
      endpoint: "/api/trpc",
      req: await readRequest(request, signal),
      router: appRouter,
      createContext: () => context,
      maxBatchSize: MAX_BATCH,
      onError: ({ error, path }) => {
        if (error.code !== "INTERNAL_SERVER_ERROR") return;
        console.error(`Request ${requestId} (${path}) failed:`, error.cause ?? error);
      },
    });
    return watchMembership(response, {
      services,
      requestHeaders: headers,
      signal,
      end: () => ending.abort(),
      everyMs: recheckMs,
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return refuse(toTrpcError(error), context);
  }
}

async function readRequest(request: Request, signal: AbortSignal): Promise<Request> {
  const { url, method, headers } = request;
  if (method !== "POST") return new Request(url, { method, headers, signal });
  requireMediaType(request, "application/json");
  return new Request(url, { method, headers, signal, body: await readBody(request, MAX_BODY_BYTES) });
}

function refuse(error: TRPCError, context: ReturnType<typeof createTrpcContext>): Response {
  const httpStatus =
    { FORBIDDEN: 403, PAYLOAD_TOO_LARGE: 413, UNSUPPORTED_MEDIA_TYPE: 415 }[error.code as string] ?? 400;
  const shape = {
    message: error.message,
    code: TRPC_ERROR_CODES_BY_KEY[error.code],
    data: { code: error.code, httpStatus },
  };
  const body = { error: superjson.serialize(formatError({ shape, error, ctx: context })) };
  return Response.json(body, { status: httpStatus, headers: httpStatus === 413 ? { connection: "close" } : {} });
}
