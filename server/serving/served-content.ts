import type { ServedConverter } from "./served-converter.ts";
import type { ServedModel } from "./served-model.ts";
import type { ServedWorkflow } from "./workflow/served-workflow.ts";

/** What the process that computes has open: a model as it is, a workflow through its nodes, or what converts for others. */
export type ServedContent = ServedModel | ServedWorkflow | ServedConverter;

/** Where on this machine the models and files lie that it needs, by hash. */
export function filesOf(content: ServedContent): Readonly<Record<string, string>> {
  if (content.type === "converter") return {};
  return content.type === "workflow" ? content.files : { [content.hash]: content.path };
}
