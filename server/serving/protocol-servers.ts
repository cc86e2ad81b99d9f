import { createServer } from "node:http";
import type { Server } from "node:http";
import { answerProtocol } from "./answer-protocol.ts";
import { isLoopback } from "../http/check-origin.ts";
import { handleHttp, refuseOtherNames } from "./http-listener.ts";
import { sendText } from "./send-answer.ts";
import { passerBy } from "./serving-keys.ts";
import type { KeyCheck } from "./serving-keys.ts";
import { ServingError } from "./serving-error.ts";
import type { ServingState } from "./serving-state.ts";
import { writeMetrics } from "./write-metrics.ts";

/** What asks whether the server lives has no key. */
const openPath = /^\/v2\/health\/(live|ready)\/?$/;

const guardFor = (host: string) => (isLoopback(host) ? refuseOtherNames : () => {});

/** The protocol over HTTP. @param host that it will listen on */
export function createApiServer(state: ServingState, { host }: { host: string }): Server {
  const guard = guardFor(host);
  return createServer(
    handleHttp(state.onLog, async (request, response) => {
      guard(request);
      const isOpen = openPath.test(request.url?.split("?", 1)[0] ?? "");
      const caller = isOpen ? passerBy(state) : await state.checkKey(request.headers.authorization);
      await answerProtocol(state, request, response, caller);
    }),
  );
}

/** Prometheus text, of the endpoints that the key reaches. */
export function createMetricsServer(
  state: ServingState,
  { host, checkKey }: { host: string; checkKey: KeyCheck },
): Server {
  const guard = guardFor(host);
  return createServer(
    handleHttp(state.onLog, async (request, response) => {
      guard(request);
      const { directory } = await checkKey(request.headers.authorization);
      if (request.url?.split("?", 1)[0] !== "/metrics") throw new ServingError(404, "Metrics are at /metrics.");
      sendText(response, writeMetrics(state, directory));
    }),
  );
}
