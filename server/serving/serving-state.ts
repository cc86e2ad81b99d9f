import type { EndpointDirectory } from "./endpoint-directory.ts";
import type { ByteBudget } from "./read-request-body.ts";
import type { KeyCheck } from "./serving-keys.ts";

/** What the protocols share. */
export type ServingState = {
  /** What those may know of who have no key: whether the server is ready, and the state of each endpoint in it. */
  directory: EndpointDirectory;
  checkKey: KeyCheck;
  budget: ByteBudget;
  maxRequestBytes: number;
  isDraining: () => boolean;
  onLog: (line: string) => void;
};
