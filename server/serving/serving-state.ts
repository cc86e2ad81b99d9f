import type { EndpointDirectory } from "./endpoint-directory.ts";
import type { ByteBudget } from "./read-request-body.ts";

/** What the protocols share. */
export type ServingState = {
  directory: EndpointDirectory;
  budget: ByteBudget;
  maxRequestBytes: number;
  isDraining: () => boolean;
  onLog: (line: string) => void;
};
