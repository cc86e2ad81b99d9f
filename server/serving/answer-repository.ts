import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { describeIndex } from "./describe-server.ts";
import { readRequestBody } from "./read-request-body.ts";
import { requireMethod } from "./require-method.ts";
import { sendJson } from "./send-answer.ts";
import { requireAdmin } from "./serving-keys.ts";
import type { Caller } from "./serving-keys.ts";
import type { ServingState } from "./serving-state.ts";
import { ServingError } from "./serving-error.ts";

const MAX_BODY_BYTES = 100_000;
const changePath = /^\/v2\/repository\/models\/([^/]+)\/(load|unload)$/;
const indexSchema = z.object({ ready: z.boolean().default(false) });

/** Triton's model repository extension: what there is, and taking it up or leaving it. @throws ServingError */
export async function answerRepository(
  { isDraining }: ServingState,
  {
    path,
    request,
    response,
    caller,
  }: { path: string; request: IncomingMessage; response: ServerResponse; caller: Caller },
): Promise<void> {
  const change = changePath.exec(path);
  if (!change && path !== "/v2/repository/index") {
    throw new ServingError(404, `There is nothing at ${JSON.stringify(path.slice(0, 200))}. Begin at /v2.`);
  }
  requireMethod(request, response, "POST");
  const { directory } = caller;
  const body = (await readRequestBody(request, { maxBytes: MAX_BODY_BYTES, take: () => {} })).toString("utf8");
  if (!change) {
    const { ready } = readIndexRequest(body);
    return sendJson(response, describeIndex(directory, { isDraining: isDraining(), onlyReady: ready }));
  }
  requireAdmin(caller);
  // A request may bring a configuration or files along; here files are taken from their place alone.
  if (/"parameters"\s*:\s*\{[^}]/.test(body) && change[2] === "load") {
    throw new ServingError(400, "A model is loaded from its place on the server; leave the parameters out.");
  }
  const name = change[1]!;
  await (change[2] === "load" ? directory.load(name) : directory.unload(name));
  sendJson(response, {});
}

function readIndexRequest(body: string): z.infer<typeof indexSchema> {
  try {
    return indexSchema.parse(body.trim() === "" ? {} : JSON.parse(body));
  } catch (error) {
    throw new ServingError(400, 'The body must be empty or {"ready": true} or {"ready": false}.', { cause: error });
  }
}
