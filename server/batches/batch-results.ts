import "#server-only";
import type { JsonValue } from "../../graph/json.ts";
import { isRecordedList, type RecordedFlow } from "../../graph/recorded-values.ts";
import { workflowInputs } from "../../graph/workflow-interface.ts";
import { interfaceNodes } from "../../graph/interface-nodes.ts";
import { definitions } from "../../nodes/definitions.ts";
import type { ServiceContext } from "../service-context.ts";
import { requireBatchRow } from "./batch-rows.ts";
import { type ItemRead, readItems } from "./read-items.ts";

/** Items of one transaction. */
const AT_ONCE = 500;
/** What a cell of the usual spreadsheets holds. */
const MAX_CELL_TEXT = 32_767;

export type BatchTable = { name: string; columns: string[]; rows: JsonValue[][] };

/**
 * The batch as a table, as far as it has come: a row for each item with its status, inputs, outputs, error and the address
 * of its run. Values that no cell can hold are the addresses of their content. Of classifications the likeliest label, and
 * its probability in a column beside it.
 *
 * @throws AppError NOT_FOUND
 */
export async function batchResults(
  { tenant }: Pick<ServiceContext, "tenant">,
  { batchId, origin }: { batchId: string; origin: string },
): Promise<BatchTable> {
  const { workspaceId } = tenant;
  const batch = await tenant.run((tx) => requireBatchRow(tx, { workspaceId, batchId }));
  const items: ItemRead[] = [];
  for (let page: ItemRead[] | null = null; !page || page.length === AT_ONCE;) {
    const afterPosition = items.at(-1)?.position ?? 0;
    page = await tenant.run((tx) =>
      readItems(tx, batch.graph, { workspaceId, batchId, afterPosition, count: AT_ONCE }),
    );
    items.push(...page);
  }

  const inputs = workflowInputs(batch.graph, definitions)
    .map(({ name }) => name)
    .filter((name) => name in batch.inputs || items.some((item) => name in item.inputs));
  const outputs = interfaceNodes(batch.graph, "workflow-output", definitions).map(({ name }) => name);
  const columns: { name: string; cell: (item: ItemRead) => JsonValue }[] = [
    { name: "item", cell: ({ position }) => position },
    { name: "name", cell: ({ label }) => label },
    { name: "status", cell: ({ status }) => status },
    ...inputs.map((name) => ({
      name: `input.${name}`,
      cell: (item: ItemRead) => givenCell(item.inputs[name] ?? batch.inputs[name] ?? null),
    })),
    ...outputs.flatMap((name) => outputColumns(name, items, origin)),
    { name: "error", cell: ({ error }) => error },
    { name: "duration_ms", cell: ({ run }) => run?.durationMs ?? null },
    { name: "run", cell: ({ run }) => run?.number ?? null },
    { name: "link", cell: ({ run }) => run && `${origin}/runs/${run.id}` },
  ];
  return {
    name: batch.name,
    columns: columns.map(({ name }) => name),
    rows: items.map((item) => columns.map(({ cell }) => cell(item))),
  };
}

function outputColumns(name: string, items: readonly ItemRead[], origin: string) {
  const value = {
    name: `output.${name}`,
    cell: ({ outputs }: ItemRead) => (outputs[name] ? outputValue(outputs[name], origin) : null),
  };
  const top = ({ outputs }: ItemRead) => {
    const flow = outputs[name];
    if (!flow || isRecordedList(flow) || flow.preview.kind !== "classification") return null;
    return flow.preview.labels[0]?.probability ?? null;
  };
  const isClassified = items.some((item) => top(item) !== null);
  return isClassified ? [value, { name: `output.${name}.probability`, cell: top }] : [value];
}

function outputValue(flow: RecordedFlow, origin: string): JsonValue {
  if (isRecordedList(flow)) {
    if (flow.whole && flow.items.length < flow.count) return contentAddress(flow.whole.hash, origin);
    return cut(JSON.stringify(flow.items.map((item) => item && outputValue(item, origin))));
  }
  const { preview } = flow;
  switch (preview.kind) {
    case "number":
    case "boolean":
      return preview.value;
    case "classification":
      return preview.labels[0]?.label ?? null;
    case "text":
      return cut("inline" in flow && typeof flow.inline === "string" ? flow.inline : preview.text);
    default:
      return "inline" in flow ? cut(JSON.stringify(flow.inline)) : contentAddress(flow.artifact.hash, origin);
  }
}

/** Of files their name, which is what people know them by. */
function givenCell(value: JsonValue): JsonValue {
  if (typeof value !== "object" || value === null) return typeof value === "string" ? cut(value) : value;
  if (Array.isArray(value)) return cut(JSON.stringify(value.map((item) => givenCell(item))));
  return typeof value.name === "string" && typeof value.hash === "string" ? value.name : cut(JSON.stringify(value));
}

function contentAddress(hash: string, origin: string): string {
  return `${origin}/api/artifacts/${hash}`;
}

function cut(text: string): string {
  return text.length > MAX_CELL_TEXT ? `${text.slice(0, MAX_CELL_TEXT - 1).toWellFormed()}…` : text;
}
