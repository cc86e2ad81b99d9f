import "#server-only";
import { type BatchCell, MAX_CELL_CHARACTERS } from "../../graph/batch-cell.ts";
import type { BatchItemStatus } from "../../graph/batches.ts";
import type { JsonValue } from "../../graph/json.ts";
import type { ServiceContext } from "../service-context.ts";
import { requireBatchRow } from "./batch-rows.ts";
import { outputCell } from "./output-cell.ts";
import { readItems } from "./read-items.ts";

export type BatchItemRow = {
  position: number;
  label: string;
  status: BatchItemStatus;
  error: string | null;
  run: { id: string; number: number; durationMs: number | null } | null;
  /** By input and by output name. */
  inputs: Record<string, string>;
  outputs: Record<string, BatchCell>;
};

type Asked = { batchId: string; status?: BatchItemStatus | undefined; from: number; count: number };

/** `count` items from the place `from` on among those of the status, in their order. @throws AppError NOT_FOUND */
export async function listBatchItems(
  { tenant }: Pick<ServiceContext, "tenant">,
  { batchId, ...page }: Asked,
): Promise<BatchItemRow[]> {
  const { workspaceId } = tenant;
  const items = await tenant.run(async (tx) => {
    const { graph } = await requireBatchRow(tx, { workspaceId, batchId });
    return readItems(tx, graph, { workspaceId, batchId, ...page });
  });
  return items.map(({ inputs, outputs, ...item }) => ({
    ...item,
    inputs: mapValues(inputs, inputText),
    outputs: mapValues(outputs, outputCell),
  }));
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

/** A file by its name. */
export function inputText(value: JsonValue): string {
  const isNamed =
    typeof value === "object" && value !== null && !Array.isArray(value) && typeof value.name === "string";
  const text = isNamed ? String(value.name) : typeof value === "string" ? value : JSON.stringify(value);
  return text.length > MAX_CELL_CHARACTERS ? `${text.slice(0, MAX_CELL_CHARACTERS - 1).toWellFormed()}…` : text;
}
