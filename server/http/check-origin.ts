import { AppError } from "../app-error.ts";
import type { Env } from "../env.ts";

/**
 * Refuses what a page of another site sent on behalf of a signed-in visitor. Browsers always name the origin of a POST.
 *
 * On loopback the name must be a loopback name as well: a foreign name that resolves to this machine is another site.
 *
 * @throws AppError FORBIDDEN
 */
export function checkOrigin(request: Request, env: Pick<Env, "host" | "origins">): void {
  if (["GET", "HEAD", "OPTIONS"].includes(request.method)) return;
  const origin = request.headers.get("origin");
  if (origin === null) throw refusal("The request names no Origin. Send it from a page of this server.");
  if (env.origins.includes(origin)) return;
  const url = URL.canParse(origin) ? new URL(origin) : null;
  const host = request.headers.get("host") ?? new URL(request.url).host;
  const isPlain = url !== null && url.origin === origin && /^https?:$/.test(url.protocol);
  const isSame = isPlain && url.host === host.toLowerCase();
  if (isSame && (isLoopback(url.hostname) || !isLoopback(env.host))) return;
  throw refusal(
    `Requests from ${origin.slice(0, 200)} are refused. If this is your server's address, set PATCHBAY_ORIGIN to it.`,
  );
}

function refusal(message: string): AppError {
  return new AppError("FORBIDDEN", message, { reason: "foreign-origin" });
}

export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(hostname);
}
