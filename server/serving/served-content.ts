import type { ServedModel } from "./served-model.ts";
import type { ServedWorkflow } from "./workflow/served-workflow.ts";

/** What an endpoint computes: a model as it is, a workflow through its nodes. */
export type ServedContent = ServedModel | ServedWorkflow;

/** Where on this machine the models and files lie that it needs, by hash. */
export function filesOf(content: ServedContent): Readonly<Record<string, string>> {
  return content.type === "workflow" ? content.files : { [content.hash]: content.path };
}
