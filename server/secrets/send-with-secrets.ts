import "#server-only";
import { NodeError } from "../../graph/node-runner.ts";
import type { HttpAnswer, HttpAuth, HttpRequest } from "../../graph/node-runner.ts";
import type { GuardedHttpClient } from "../http-client/create-http-client.ts";
import { RequestError } from "../http-client/request-error.ts";
import type { OpenedSecret, RunSecrets } from "./run-secrets.ts";

export type SendHttp = (request: HttpRequest, signal: AbortSignal) => Promise<HttpAnswer>;

/**
 * Sends the requests of one run. A secret is put in here, at the last moment, and taken out of all that comes back, so that
 * whoever computes never holds it.
 */
export function sendWithSecrets(client: GuardedHttpClient, secrets: RunSecrets): SendHttp {
  return async ({ auth, ...request }, signal) => {
    const secret = auth && secrets.require(auth.secret.secretName);
    try {
      const url = auth?.kind === "query" ? withQuery(request.url, auth.name, secret!.value) : request.url;
      const { status, headers, body } = await client.send(
        { ...request, url },
        {
          signal,
          ...(auth && secret && { secretHeaders: (host, port) => headersOf(auth, allowedAt(secret, { host, port })) }),
        },
      );
      const { mask } = secrets;
      return { status, headers: mask.json(headers), body: mask.bytes(body) };
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      throw new NodeError(error.kind, secrets.mask.text(error.message), { cause: error });
    }
  };
}

function allowedAt({ name, value, hosts }: OpenedSecret, { host, port }: { host: string; port: number }) {
  const isAllowed = hosts === null || hosts.some((pattern) => fits(pattern, { host, port }));
  if (!isAllowed) {
    const message = `The secret "${name}" may be sent to ${hosts.join(", ")} only, not to ${host}. An admin can allow it under Settings, Secrets.`;
    throw new RequestError("not-allowed", message);
  }
  // oxlint-disable-next-line no-control-regex -- these are what a header must not hold
  if (/[\u0000-\u0008\u000a-\u001f\u007f]|[^\u0000-\u00ff]/.test(value)) {
    throw new RequestError(
      "not-allowed",
      `The secret "${name}" holds a line break or a character that headers cannot have.`,
    );
  }
  return value;
}

function fits(pattern: string, { host, port }: { host: string; port: number }): boolean {
  const [name = "", wanted] = pattern.split(":");
  if (wanted !== undefined && Number(wanted) !== port) return false;
  return name.startsWith("*.") ? host.endsWith(name.slice(1)) : host === name;
}

function headersOf(auth: HttpAuth, value: string): Record<string, string> {
  switch (auth.kind) {
    case "bearer":
      return { authorization: `Bearer ${value}` };
    case "basic":
      return { authorization: `Basic ${Buffer.from(`${auth.user}:${value}`, "utf8").toString("base64")}` };
    case "header":
      return { [auth.name.toLowerCase()]: value };
    case "query":
      return {}; // it stands in the URL; asked for its hosts all the same
  }
}

function withQuery(text: string, name: string, value: string): string {
  if (!URL.canParse(text)) return text; // the client says what is wrong with it
  const url = new URL(text);
  url.searchParams.set(name, value);
  return url.href;
}
