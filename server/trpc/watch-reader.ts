/**
 * A stream may stay open for days. While it does, whether its reader may still read it is looked up now and then; `end` is
 * called once that is over. Looking stops with the stream.
 */
export function watchReader(
  response: Response,
  {
    mayRead,
    signal,
    end,
    everyMs,
  }: { mayRead: () => Promise<boolean>; signal: AbortSignal; end: () => void; everyMs: number },
): Response {
  const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") === true;
  if (!isStream || response.body === null) return response;
  const timer = setInterval(() => {
    mayRead().then(
      (may) => may || end(),
      // A database that does not answer says nothing about anyone's rights; the next look will.
      (error: unknown) => console.error("Whether a stream's reader may still read it could not be looked up:", error),
    );
  }, everyMs);
  timer.unref();
  const stop = () => clearInterval(timer);
  signal.addEventListener("abort", stop, { once: true });
  const body = response.body.pipeThrough(new TransformStream<Uint8Array, Uint8Array>({ flush: stop }));
  const headers = new Headers(response.headers);
  // Else the connection stays open for seconds after its stream has ended, and a server that is shutting down waits for it.
  headers.set("connection", "close");
  return new Response(body, { status: response.status, headers });
}
