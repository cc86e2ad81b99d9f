/** Nothing of ours answered: the network, or what stands before the server. */
export class OutOfReachError extends Error {}

/**
 * `fetch` whose failures are sentences for a person. Browsers say "Failed to fetch" of anything, and a proxy before a
 * server that is down answers with a page or JSON of its own.
 */
export async function askServer(url: RequestInfo | URL | string, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (error) {
    if (init?.signal?.aborted) throw error;
    hasAnswered = false;
    throw new OutOfReachError(isOffline() ? "You are offline. Try again once you are connected." : noAnswer, {
      cause: error,
    });
  }
  const { status } = response;
  const answer = await readAnswer(response);
  hasAnswered = answer.isOurs || status < 500;
  if (answer.isOurs && answer.message === undefined) return response;
  if (answer.message !== undefined) throw new Error(answer.message);
  throw new OutOfReachError(
    hasAnswered
      ? `Something before the server answered in its place, with status ${status}. Reload the page.`
      : `The server answers with status ${status} only. Try again in a moment.`,
  );
}

/**
 * Whether the server wrote it: proxies answer in JSON too. `message` is of a refusal before tRPC had its turn. What came well
 * is not read a second time to know it.
 */
async function readAnswer(response: Response): Promise<{ isOurs: boolean; message?: string }> {
  if (!response.headers.get("content-type")?.includes("json")) return { isOurs: false };
  if (response.ok) return { isOurs: true };
  const answer: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  const [first]: unknown[] = Array.isArray(answer) ? answer : [answer];
  if (typeof first !== "object" || first === null) return { isOurs: false };
  if ("requestId" in first && "message" in first) return { isOurs: true, message: String(first.message) };
  return { isOurs: "result" in first || ("error" in first && typeof first.error === "object") };
}

/** What came of the last question. */
let hasAnswered = true;

/** As far as is known: a page that is asked for now may not come. */
export function isOutOfReach(): boolean {
  return !hasAnswered || isOffline();
}

const noAnswer = "The server does not answer. Try again in a moment.";

export function isOffline(): boolean {
  return typeof navigator !== "undefined" && !navigator.onLine;
}
