import "#server-only";
import type { AnyRouter, TRPCError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { TRPC_ERROR_CODES_BY_KEY } from "@trpc/server/rpc";
import superjson from "superjson";
import { MAX_DOCUMENT_BYTES } from "../../graph/limits.ts";
import { AppError } from "../app-error.ts";
import { checkOrigin } from "../http/check-origin.ts";
import { readBody, requireMediaType } from "../http/read-body.ts";
import { withShareHeaders } from "../http/share-headers.ts";
import { shutdownSignal } from "../http/shutdown.ts";
import { findShare } from "../sharing/find-share.ts";
import type { WebServices } from "../web-services.ts";
import { createTrpcContext, type TrpcContext } from "./context.ts";
import { formatError, toTrpcError } from "./format-error.ts";
import { appRouter } from "./root.ts";
import { sharedRouter } from "./shared-router.ts";
import { watchReader } from "./watch-reader.ts";

/** A workflow of the greatest size, and the envelope around it. */
const MAX_BODY_BYTES = MAX_DOCUMENT_BYTES + 100_000;
const MAX_BATCH = 20;
const RECHECK_STREAMS_MS = 60_000;
/** A link that is revoked closes at once, as people see it. */
const RECHECK_SHARED_STREAMS_MS = 3_000;

/** Answers /api/trpc. What is refused before a procedure is found is answered in tRPC's form too, so that the page can show it. */
export async function handleTrpcRequest(
  services: WebServices,
  request: Request,
  requestId: string,
  { recheckMs = RECHECK_STREAMS_MS }: { recheckMs?: number } = {},
): Promise<Response> {
  const context = createTrpcContext({ services, headers: request.headers, requestId });
  return answer(request, {
    context,
    endpoint: "/api/trpc",
    router: appRouter,
    recheckMs,
    // Asked anew each time, not from the context, which knows what was true when the stream began.
    mayRead: async () => (await services.findSignedIn(request.headers)) !== null,
  });
}

/** Answers /api/share/{token}/trpc: the few procedures that the page of a shared run asks. */
export async function handleSharedTrpcRequest(
  services: WebServices,
  request: Request,
  requestId: string,
  { token, recheckMs = RECHECK_SHARED_STREAMS_MS }: { token: string; recheckMs?: number },
): Promise<Response> {
  const context = createTrpcContext({ services, headers: request.headers, requestId, token });
  const response = await answer(request, {
    context,
    endpoint: `/api/share/${token}/trpc`,
    router: sharedRouter,
    recheckMs,
    mayRead: async () => (await findShare(services.database, token)) !== null,
  });
  return withShareHeaders(response);
}

type Answering = {
  context: TrpcContext;
  endpoint: string;
  router: AnyRouter;
  recheckMs: number;
  /** Whether the reader of a stream that stays open may still read it. */
  mayRead: () => Promise<boolean>;
};

async function answer(
  request: Request,
  { context, endpoint, router, recheckMs, mayRead }: Answering,
): Promise<Response> {
  const { services, requestId } = context;
  const ending = new AbortController();
  try {
    checkOrigin(request, services.env);
    const signal = AbortSignal.any([request.signal, shutdownSignal(), ending.signal]);
    const response = await fetchRequestHandler({
      endpoint,
      req: await readRequest(request, signal),
      router,
      createContext: () => context,
      maxBatchSize: MAX_BATCH,
      onError: ({ error, path }) => {
        if (error.code !== "INTERNAL_SERVER_ERROR") return;
        console.error(`Request ${requestId} (${path}) failed:`, error.cause ?? error);
      },
    });
    return watchReader(response, { mayRead, signal, end: () => ending.abort(), everyMs: recheckMs });
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
