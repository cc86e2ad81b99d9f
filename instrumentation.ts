/** Called by Next once per process, before the first request. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { endStreamsAtShutdown } = await import("./server/http/end-streams-at-shutdown.ts");
  endStreamsAtShutdown();
  const { endWithParent } = await import("./server/start/end-with-parent.ts");
  endWithParent(() => process.kill(process.pid, "SIGTERM"));
}
