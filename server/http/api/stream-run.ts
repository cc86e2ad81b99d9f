import "#server-only";
import type { RunEvent } from "../../../graph/run-events.ts";
import { getRun } from "../../runs/get-run.ts";
import { watchRun } from "../../runs/watch-run.ts";
import { shutdownSignal } from "../shutdown.ts";
import { describeApiRun } from "./describe-api-run.ts";
import type { ApiCaller } from "./handle-api.ts";

/**
 * The run as server-sent events: one for each of its events, under the event's type, then "result" with what a request
 * that waits would get. A client that goes does not stop the run; when this process ends, so does
 * the stream, without the result.
 */
export function streamRun(caller: ApiCaller, runId: string, signal: AbortSignal): Response {
  const encoder = new TextEncoder();
  const gone = new AbortController();
  const ended = AbortSignal.any([signal, gone.signal, shutdownSignal()]);
  const body = new ReadableStream<Uint8Array>({
    start: async (controller) => {
      const send = (name: string, data: unknown, id: number | string) =>
        controller.enqueue(encoder.encode(`id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`));
      try {
        for await (const { seq, event } of watchRun(caller, { runId, afterSeq: 0, signal: ended })) {
          send(event.type, publicEvent(event), seq);
        }
        if (!ended.aborted) {
          const run = await describeApiRun(await getRun(caller, { runId }), caller.services.artifacts);
          send("result", run, "end");
        }
        controller.close();
      } catch (error) {
        controller.error(error);
      }
    },
    cancel: () => gone.abort(),
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      location: `/api/v1/runs/${runId}`,
      "x-accel-buffering": "no",
    },
  });
}

/** Without what flowed between nodes (clients get the outputs, at the end), and what it was computed with. */
function publicEvent(event: RunEvent): object {
  if (event.type === "run.started") {
    const { environment: _environment, ...started } = event;
    return started;
  }
  if (event.type === "step.waiting") return { type: event.type, nodeId: event.nodeId, at: event.at };
  if (event.type !== "step.finished") return event;
  const { type, nodeId, at, durationMs } = event;
  return { type, nodeId, at, durationMs };
}
