const key = Symbol.for("patchbay.shutdown");

/** A run that is nearly done is worth the wait. `npm start` kills this process 8 s after it asked it to end, Docker after 10. */
const LAST_ANSWERS_MS = 3_000;

type Shutdown = { begun: AbortController; closing: AbortController };

// One per process: each route is a bundle of its own, so a variable of this module would be one per route.
const shared = globalThis as typeof globalThis & { [key]?: Shutdown };
const shutdown = (): Shutdown => (shared[key] ??= { begun: new AbortController(), closing: new AbortController() });

/** Aborts when this process is asked to end. Streams watch it: the server waits for open responses before it exits. */
export function shutdownSignal(): AbortSignal {
  return shutdown().begun.signal;
}

/** Aborts 3 s later. What waits for something in order to answer watches it. */
export function closingSignal(): AbortSignal {
  return shutdown().closing.signal;
}

export function beginShutdown(): void {
  const { begun, closing } = shutdown();
  const reason = new Error("The server is shutting down.");
  begun.abort(reason);
  setTimeout(() => closing.abort(reason), LAST_ANSWERS_MS).unref();
}
