import { appVersion } from "../app-version.ts";
import type { EndpointDirectory } from "./endpoint-directory.ts";
import type { ServedEndpoint } from "./served-endpoint.ts";
import type { ServingState } from "./serving-state.ts";

export const serverMetadata = {
  name: "patchbay",
  version: appVersion,
  extensions: ["binary_tensor_data", "model_configuration", "model_repository", "statistics"],
};

export function isServerReady({ directory, isDraining }: ServingState): boolean {
  return directory.isReady() && !isDraining();
}

export function isEndpointReady({ isDraining }: ServingState, endpoint: ServedEndpoint): boolean {
  return !isDraining() && endpoint.state().state === "READY";
}

/** As Triton's index of a repository has it. */
export function describeIndex(
  directory: EndpointDirectory,
  { isDraining, onlyReady }: { isDraining: boolean; onlyReady: boolean },
) {
  const entries = directory.all().map((endpoint) => {
    const { name, version: own } = endpoint;
    const { state, reason } = isDraining
      ? { state: "UNAVAILABLE", reason: "The server is shutting down." }
      : endpoint.state();
    return { name, version: own, state, reason };
  });
  return onlyReady ? entries.filter(({ state }) => state === "READY") : entries;
}
