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
    throw new Error(isOffline() ? "You are offline. Try again once you are connected." : noAnswer, { cause: error });
  }
  const isOurs = response.headers.get("content-type")?.includes("json") ?? false;
  hasAnswered = isOurs || response.status < 500;
  if (!hasAnswered) {
    throw new Error(`The server answers with status ${response.status} only. Try again in a moment.`);
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
