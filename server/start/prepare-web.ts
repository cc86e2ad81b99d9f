import { endStreamsAtShutdown } from "../http/end-streams-at-shutdown.ts";
import { endWithParent } from "./end-with-parent.ts";

/** What the web process does once, before the first request. */
export function prepareWeb() {
  endStreamsAtShutdown();
  endWithParent(() => process.kill(process.pid, "SIGTERM"));
}
