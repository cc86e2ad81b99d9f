import { NodeError } from "#graph/node-runner";

/** Of hosts that are no place to send requests from. */
export function sendNothing(): Promise<never> {
  return Promise.reject(new NodeError("not-allowed", "No request is sent to the outside from here."));
}
