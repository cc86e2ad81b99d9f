import { NodeError } from "#graph/node-runner";
import type { NodeFailure } from "#graph/run-events";

/**
 * What a person is told of something that was thrown. Messages of other errors than `NodeError` may hold paths, secrets
 * or nonsense, so they stay in the log.
 */
export function toFailure(error: unknown, title: string): NodeFailure {
  if (!(error instanceof NodeError)) {
    const message = `"${title}" stopped because of an unexpected error. Run it again; if it stays, the log of the engine says what went wrong.`;
    return { kind: "crashed", message };
  }
  return {
    kind: error.kind,
    message: error.message,
    ...(error.port !== undefined && { port: error.port }),
    ...(error.param !== undefined && { param: error.param }),
  };
}
