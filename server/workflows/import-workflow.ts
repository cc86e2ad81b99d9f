import { firstProblem } from "../../graph/first-problem.ts";
import type { JsonValue } from "../../graph/json.ts";
import { readDocument } from "../../graph/read-document.ts";
import type { ImportWarning } from "../../graph/strip-secrets.ts";
import type { SubGraph } from "../../graph/sub-graphs.ts";
import { definitions } from "../../nodes/definitions.ts";
import { AppError } from "../app-error.ts";
import type { ServiceContext } from "../service-context.ts";
import { cleanGraph, findMissingWorkflows } from "./clean-graph.ts";
import { createWithSubWorkflows } from "./create-with-sub-workflows.ts";

/**
 * Makes a workflow of a file, and of each one that the file brings along and that is not here already. Nothing in it is run or fetched. What is missing here (node types, models, files) is kept as
 * it is and named in a warning; secrets and paths are taken out.
 *
 * @throws AppError BAD_REQUEST with `details: { problems }` when the document cannot be read.
 */
export async function importWorkflow(
  context: Pick<ServiceContext, "tenant" | "userId">,
  { file: json }: { file: JsonValue },
): Promise<{ id: string; warnings: ImportWarning[] }> {
  const read = readDocument(json, definitions);
  if (!read.ok) {
    const { problems } = read;
    const reason = firstProblem(problems.map((problem) => problem.message));
    const message = `This file cannot be read as a workflow: ${reason}`;
    throw new AppError("BAD_REQUEST", message, { reason: "bad-document", details: { problems } });
  }
  const { title, description = "", workflows = {} } = read.file;
  const { graph, warnings } = await cleanGraph(context, read.file.graph);
  const brought: Record<string, SubGraph> = {};
  for (const [key, sub] of Object.entries(workflows)) {
    const cleaned = await cleanGraph(context, sub.graph);
    brought[key] = { title: sub.title, graph: cleaned.graph };
    warnings.push(...cleaned.warnings.map((warning) => within(sub, warning)));
  }
  warnings.push(...(await findMissingWorkflows(context, { graph, brought })));
  const { id } = await createWithSubWorkflows(context, { title, description, graph, brought });
  return { id, warnings };
}

/** Its nodes are not those of the imported graph. */
function within({ title }: SubGraph, { code, message }: ImportWarning): ImportWarning {
  return { code, message: `In "${title}": ${message}` };
}
