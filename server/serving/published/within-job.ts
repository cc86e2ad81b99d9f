import type { InferJob } from "../served-endpoint.ts";
import { ServingError } from "../serving-error.ts";

/** What comes of the work, unless the client goes or its deadline passes before. @throws ServingError 499, 504 */
export async function withinJob<T>(
  work: Promise<T>,
  { signal, deadlineAt }: Pick<InferJob, "signal" | "deadlineAt">,
): Promise<T> {
  const gone = Promise.withResolvers<never>();
  const stop = (status: number, message: string) => gone.reject(new ServingError(status, message));
  const onAbort = () => stop(499, "The client has gone.");
  const late = () => stop(504, "The deadline of the request passed before it was done.");
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort);
  const leftMs = deadlineAt === null ? null : Math.max(0, deadlineAt - performance.now());
  const timer = leftMs === null ? undefined : setTimeout(late, Math.min(leftMs, 2 ** 31 - 1));
  work.catch(() => {}); // where it is not waited for any more
  return await Promise.race([work, gone.promise]).finally(() => {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  });
}
