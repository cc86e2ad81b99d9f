import { countFailure, countSuccess } from "./endpoint-statistics.ts";
import type { Protocol } from "./endpoint-statistics.ts";
import type { InferRequest } from "./infer-request.ts";
import type { InferResult, ServedEndpoint } from "./served-endpoint.ts";
import type { ServingState } from "./serving-state.ts";
import { ServingError } from "./serving-error.ts";

export type Inference<Answer> = {
  protocol: Protocol;
  /** Of the API key that asks; null without one. */
  keyId: string | null;
  signal: AbortSignal;
  /** Of the connection, in milliseconds from now; null where it has none. */
  timeoutMs: number | null;
  /** Reads the request, and asks for the memory that it holds. @throws ServingError */
  read: (take: (bytes: number) => void) => InferRequest | Promise<InferRequest>;
  write: (request: InferRequest, result: InferResult) => Answer;
};

/** One inference from its request to its answer, counted whatever comes of it. @throws ServingError */
export async function runInference<Answer>(
  { budget, isDraining }: ServingState,
  endpoint: ServedEndpoint,
  { protocol, keyId, signal, timeoutMs, read, write }: Inference<Answer>,
): Promise<Answer> {
  const { statistics } = endpoint;
  const startedAt = performance.now();
  const tookNs = () => Math.round((performance.now() - startedAt) * 1e6);
  let heldBytes = 0;
  const take = (bytes: number) => {
    if (!budget.take(bytes)) {
      throw new ServingError(429, "Too many requests are held in memory already. Try again in a second.");
    }
    heldBytes += bytes;
  };
  statistics.requests[protocol]++;
  try {
    if (isDraining()) throw new ServingError(503, "The server is shutting down.");
    const request = await read(take);
    const { inputs, outputs } = request;
    const limitsMs = [timeoutMs, request.timeoutMs].filter((limit) => limit !== null);
    const result = await endpoint.infer({
      inputs,
      outputs: outputs.map(({ name }) => name),
      signal,
      keyId,
      deadlineAt: limitsMs.length > 0 ? startedAt + Math.min(...limitsMs) : null,
    });
    const answer = write(request, result);
    request.release?.();
    countSuccess(statistics, { inputs, times: result.times, tookNs: tookNs() });
    return answer;
  } catch (error) {
    // A request that breaks off is the client's going, not a fault of ours.
    const known =
      signal.aborted && !(error instanceof ServingError) ? new ServingError(499, "The client has gone.") : error;
    countFailure(statistics, { error: known, tookNs: tookNs() });
    throw known;
  } finally {
    budget.give(heldBytes);
  }
}
