import { randomUUID } from "node:crypto";
import { errorResponse } from "#server/http/error-response";
import { openWebServices } from "#server/open-web-services";
import { handleSharedTrpcRequest } from "#server/trpc/handle-trpc-request";

async function answer(request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const requestId = randomUUID();
  try {
    return await handleSharedTrpcRequest(await openWebServices(), request, requestId, await params);
  } catch (error) {
    return errorResponse(error, requestId);
  }
}

export { answer as GET, answer as POST };
