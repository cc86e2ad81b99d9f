import { z } from "zod";
import { hashSchema } from "../../graph/hash-schema.ts";
import { addressSchema, type ContentReader, contentContextOf, itemSchema } from "../http/content-input.ts";
import type { WebServices } from "../web-services.ts";
import { TABLE_MEDIA_TYPE } from "./encode-value.ts";
import { findContent } from "./find-content.ts";
import { LIST_MEDIA_TYPE } from "./packed-list.ts";
import { requireType } from "./require-type.ts";

const place = z.number().int().min(0).max(1_000_000_000);
const column = z.number().int().min(0).max(100_000);

const filterSchema = z.strictObject({
  column,
  test: z.enum(["equals", "differs", "less", "more", "contains", "empty", "filled"]),
  value: z.string().max(1_000),
});

/** `item` is the place of a list within the list. */
export const listItemsInput = z.strictObject({
  hash: hashSchema,
  item: itemSchema.optional(),
  from: place,
  count: z.number().int().min(1).max(100),
});

export const tablePageInput = addressSchema.extend({
  from: place,
  count: z.number().int().min(0).max(200),
  columns: z.strictObject({ from: column, count: z.number().int().min(0).max(50) }),
  sort: z.strictObject({ column, isDescending: z.boolean() }).nullable(),
  filters: z.array(filterSchema).max(10),
});

export const columnStatisticsInput = addressSchema.extend({ column });

type Context = ContentReader & { services: WebServices };

/** Of a list that was kept whole. */
export async function listItems(context: Context, { hash, item = "", from, count }: z.output<typeof listItemsInput>) {
  const { services } = context;
  const list = requireType(await findContent(contentContextOf(services, context), { hash }), LIST_MEDIA_TYPE);
  return services.valueReader.listItems(list, { item, from, count });
}

export async function tablePage(context: Context, { hash, item, ...page }: z.output<typeof tablePageInput>) {
  const { services } = context;
  const table = requireType(await findContent(contentContextOf(services, context), { hash, item }), TABLE_MEDIA_TYPE);
  return services.valueReader.tablePage(table, page);
}

export async function columnStatistics(
  context: Context,
  { hash, item, column: at }: z.output<typeof columnStatisticsInput>,
) {
  const { services } = context;
  const table = requireType(await findContent(contentContextOf(services, context), { hash, item }), TABLE_MEDIA_TYPE);
  return services.valueReader.columnStatistics(table, at);
}
