import type { ImageCodec, TableEngine } from "#graph/node-runner";
import type { Flow, TableValue, Value } from "#graph/values";
import { isFlowList } from "#graph/values";

type Codecs = { images: ImageCodec; tables: TableEngine };
export type PlainTable = { columns: readonly { name: string; type: string }[]; rows: unknown[][] };

/**
 * What flowed, as objects and arrays that can be looked into: pictures as pixels, tables as rows, text files as their lines'
 * cells. Lists become arrays; an item that did not fire is null.
 */
export async function plainFlow(flow: Flow, codecs: Codecs): Promise<unknown> {
  if (!isFlowList(flow)) return plainValue(flow, codecs);
  const items: unknown[] = [];
  for (const item of flow.items) items.push(item === undefined ? null : await plainFlow(item, codecs));
  return items;
}

async function plainValue({ kind, value }: Value, { images, tables }: Codecs): Promise<unknown> {
  if (kind === "image") {
    const { width, height, channels, pixels } = await images.decode(value);
    return { width, height, channels, pixels };
  }
  if (kind === "table") return plainTable(value, tables);
  if (kind !== "file" && kind !== "video") return value;
  const { name, mediaType, bytes } = value;
  if (!mediaType.startsWith("text/")) return { name, mediaType, pixels: bytes };
  const lines = new TextDecoder().decode(bytes).trimEnd().split("\n");
  return { name, mediaType, lines: lines.map((line) => line.split(",").map(numberOrText)) };
}

export async function plainTable(table: TableValue, tables: TableEngine): Promise<PlainTable> {
  const rows: unknown[][] = [];
  for await (const { rowCount, columns } of tables.batches(table)) {
    for (let row = 0; row < rowCount; row++) rows.push(table.columns.map(({ name }) => columns[name]?.[row] ?? null));
  }
  return { columns: table.columns, rows };
}

function numberOrText(cell: string): number | string {
  return cell !== "" && Number.isFinite(Number(cell)) ? Number(cell) : cell;
}
