import "#server-only";
import { request as requestHttp, type IncomingMessage, type RequestOptions } from "node:http";
import { request as requestHttps } from "node:https";
import { refusedAddress, type Target } from "./guard-target.ts";
import { RequestError } from "./request-error.ts";

const MAX_HEADER_BYTES = 64_000;

type Once = { method: string; headers: Readonly<Record<string, string>>; body: Uint8Array | null; signal: AbortSignal };

/** Sends one request on a connection of its own and gives the answer as soon as its head is there. @throws RequestError */
export function requestOnce(target: Target, { method, headers, body, signal }: Once): Promise<IncomingMessage> {
  const { url, host, lookup, mayReach } = target;
  const options: RequestOptions = {
    method,
    headers: { ...headers, ...(body && { "content-length": String(body.byteLength) }) },
    agent: false, // no connection is shared: what is checked is the one that is used
    lookup,
    maxHeaderSize: MAX_HEADER_BYTES,
    signal,
  };
  return new Promise((resolve, reject) => {
    const request = url.protocol === "https:" ? requestHttps(url, options) : requestHttp(url, options);
    request.on("socket", (socket) =>
      socket.once("connect", () => {
        if (!mayReach(socket.remoteAddress ?? "")) request.destroy(refusedAddress(host));
      }),
    );
    request.on("response", resolve);
    request.on("error", (error: NodeJS.ErrnoException) => reject(explain(error, { host, signal })));
    request.end(body ?? undefined);
  });
}

/** An abort stays what it is: whoever aborted knows why. */
export function explain(error: NodeJS.ErrnoException, { host, signal }: { host: string; signal: AbortSignal }): Error {
  if (signal.aborted) return signal.reason instanceof Error ? signal.reason : error;
  if (error instanceof RequestError) return error;
  const [why, remedy] = reasonOf(error);
  return new RequestError("request-failed", `${host} ${why}. ${remedy}`, { cause: error });
}

function reasonOf({ code = "", message }: NodeJS.ErrnoException): [why: string, remedy: string] {
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return ["is no name that can be looked up", "Check how the host is written, and the network of the server."];
  }
  if (code === "ECONNREFUSED") return ["refused the connection", "Check the port, and that the service runs."];
  if (code === "ECONNRESET" || code === "EPIPE") return ["closed the connection in the middle", "Try again."];
  if (code === "EHOSTUNREACH" || code === "ENETUNREACH") {
    return ["cannot be reached from this server", "Check the network of the server."];
  }
  if (/CERT|TLS|SSL|SIGNATURE|ALTNAME/.test(code)) {
    return [
      `has no certificate that can be trusted (${code})`,
      "Mend the certificate, or use the name it was made for.",
    ];
  }
  if (code.startsWith("HPE_")) return ["gave an answer that is not HTTP", "Check the port and the scheme."];
  return [`could not be asked (${code || message})`, "Try again."];
}
