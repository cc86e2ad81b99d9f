import { beginShutdown } from "./shutdown.ts";

/** Next closes its port when it is asked to end, and then waits for every open stream: they end here. */
export function endStreamsAtShutdown(): void {
  process.once("SIGTERM", beginShutdown);
  process.once("SIGINT", beginShutdown);
}
