import type { Graph } from "../../../graph/schema.ts";
import type { SubGraphs } from "../../../graph/sub-graphs.ts";
import type { ServedEndpoint, ServedTensor } from "../served-endpoint.ts";
import type { ServedPort } from "../workflow/served-port.ts";

type Common = {
  workspaceId: string;
  deploymentId: string;
  name: string;
  /** Number of the deployment's version, as text. */
  version: string;
  inputs: readonly ServedTensor[];
  outputs: readonly ServedTensor[];
};
export type PublishedModel = Common & { type: "model"; hash: string; sizeBytes: number };
export type PublishedWorkflow = Common & {
  type: "workflow";
  workflowId: string;
  workflowVersion: number;
  graph: Graph;
  /** The workflows that it runs, as they were when it was published. */
  subGraphs: SubGraphs;
  inputPorts: readonly ServedPort[];
  outputPorts: readonly ServedPort[];
};
export type PublishedContent = PublishedModel | PublishedWorkflow;

/** What answers under a name of a workspace, with what following it needs. */
export type PublishedEndpoint = ServedEndpoint & {
  /** Before it takes the place of another one, which answers meanwhile: whatever would make its first client wait. */
  prepare: (before: PublishedEndpoint) => Promise<void>;
  /** Nobody finds it any more; those who did before may still ask it. */
  retire: () => void;
  /** Whether it holds memory now. */
  isLoaded: () => boolean;
};
