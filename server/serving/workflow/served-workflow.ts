import type { Graph } from "../../../graph/schema.ts";
import type { SubGraphs } from "../../../graph/sub-graphs.ts";
import type { ServedTensor } from "../served-endpoint.ts";
import type { ServedPort } from "./served-port.ts";

/** A published workflow under the name by which clients ask for it. */
export type ServedWorkflow = {
  type: "workflow";
  /** Of letters, digits, ".", "_" and "-". */
  name: string;
  version: string;
  graph: Graph;
  /** The workflows that it runs, at any depth. */
  subGraphs: SubGraphs;
  /** Where on this machine the models and files lie that the graphs name, by hash. */
  files: Readonly<Record<string, string>>;
  inputPorts: readonly ServedPort[];
  outputPorts: readonly ServedPort[];
  inputs: readonly ServedTensor[];
  outputs: readonly ServedTensor[];
};
