import "#server-only";
import type { SignedIn } from "../auth/signed-in.ts";
import type { WebServices } from "../web-services.ts";

/** What every procedure gets. Who asks comes only from the session, never from the input. */
export type TrpcContext = {
  services: WebServices;
  headers: Headers;
  /** In every log line and 5xx answer of this request. */
  requestId: string;
  /** Looked up once per request, and only when a procedure asks. */
  signedIn: () => Promise<SignedIn | null>;
  /** Of the link over which the request came; members' requests have none. */
  token?: string | undefined;
};

export function createTrpcContext({
  services,
  headers,
  requestId,
  token,
}: Pick<TrpcContext, "services" | "headers" | "requestId" | "token">): TrpcContext {
  let lookUp: Promise<SignedIn | null> | undefined;
  return { services, headers, requestId, token, signedIn: () => (lookUp ??= services.findSignedIn(headers)) };
}
