import { randomUUID } from "node:crypto";
import { errorResponse } from "#server/http/error-response";
import { openWebServices } from "#server/open-web-services";
import { handleTrpcRequest } from "#server/trpc/handle-trpc-request";

async function answer(request: Request): Promise<Response> {
  const requestId = randomUUID();
  try {
    return await handleTrpcRequest(await openWebServices(), request, requestId);
  } catch (error) {
    return errorResponse(error, requestId);
  }
}

export { answer as GET, answer as POST };
