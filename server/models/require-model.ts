import type { JsonObject } from "../../graph/json.ts";
import { notBuilt } from "../not-built.ts";
import type { ServiceContext } from "../service-context.ts";
import type { OnnxSummary } from "./model-types.ts";

export type Model = { id: string; name: string; versions: ModelVersion[] };
export type ModelVersion = {
  hash: string;
  number: number;
  sizeBytes: number;
  summary: OnnxSummary;
  /** What came with the model: task, labels, data, licence. */
  card?: JsonObject;
  createdAt: Date;
  usedBy: { workflowId: string; title: string }[];
};

/** With its versions, newest first. @throws AppError NOT_FOUND */
export async function requireModel(_context: ServiceContext, _args: { modelId: string }): Promise<Model> {
  return notBuilt();
}
