import "#server-only";
import { randomUUID } from "node:crypto";
import { openWebServices } from "../open-web-services.ts";
import { createTrpcContext } from "./context.ts";
import { createCaller } from "./root.ts";

/** The procedures as server components call them: the same checks as for the browser. Pass `await headers()` of next/headers. */
export async function createServerCaller(headers: Headers) {
  const services = await openWebServices();
  return createCaller(createTrpcContext({ services, headers, requestId: randomUUID() }));
}
