const key = Symbol.for("patchbay.shutdown");

// One per process: each route is a bundle of its own, so a variable of this module would be one per route.
const shared = globalThis as typeof globalThis & { [key]?: AbortController };

/** Aborts when this process is asked to end. Streams watch it: the server waits for open responses before it exits. */
export function shutdownSignal(): AbortSignal {
  return (shared[key] ??= new AbortController()).signal;
}

export function beginShutdown(): void {
  (shared[key] ??= new AbortController()).abort(new Error("The server is shutting down."));
}
