/** Nothing of ours answered: the network, or what stands before the server. */
export class OutOfReachError extends Error {}

/**
 * `fetch` whose failures are sentences for a person. Browsers say "Failed to fetch" of anything, and a proxy before a
 * server that is down answers with a page of its own.
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
  const isOurs = response.headers.get("content-type")?.includes("json") ?? false;
  hasAnswered = isOurs;
  if (!hasAnswered) {
    const who = response.status < 500 ? "What answers in place of the server gives" : "The server answers with";
    throw new OutOfReachError(`${who} status ${response.status} only. Try again in a moment.`);
  }
  return response;
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
