import { NodeError } from "../../graph/node-runner.ts";
import type { HttpRequest } from "../../graph/node-runner.ts";
import type { SendHttp } from "../secrets/send-with-secrets.ts";
import type { Answer, ToEngine } from "./messages.ts";

const CHUNK_BYTES = 4_000_000;
/** Of one engine. Each may hold an answer of as many bytes as its node allows, so more of them wait for their turn. */
const MAX_AT_ONCE = 16;

type Asked = { id: number; run: number; request: HttpRequest; send: SendHttp | undefined };

/** The requests that an engine has its worker send: each ends with its run. */
export function createOutgoingRequests(tell: (message: ToEngine, body?: Uint8Array) => void) {
  const open = new Map<number, { run: number; abort: AbortController }>();
  const waiting: (() => void)[] = [];
  let underWay = 0;

  async function turn(): Promise<void> {
    if (underWay >= MAX_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    else underWay++;
  }

  function endTurn() {
    const next = waiting.shift();
    if (next) next();
    else underWay--;
  }

  return {
    async start({ id, run, request, send }: Asked): Promise<Partial<Answer>> {
      if (!send) throw new NodeError("not-allowed", "This worker sends no requests to the outside.");
      const abort = new AbortController();
      open.set(id, { run, abort });
      await turn();
      try {
        abort.signal.throwIfAborted();
        const { body, ...http } = await send(request, abort.signal);
        for (let at = 0; at < body.length; at += CHUNK_BYTES) {
          tell({ type: "http-part", id }, body.subarray(at, at + CHUNK_BYTES));
        }
        return { http };
      } finally {
        endTurn();
        open.delete(id);
      }
    },
    cancel: (id: number) => open.get(id)?.abort.abort(),
    endRun(run: number) {
      for (const request of open.values()) if (request.run === run) request.abort.abort();
    },
  };
}
