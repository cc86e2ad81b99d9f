import { z } from "zod";
import { dtypes, kinds } from "./kinds.ts";
import type { PortType } from "./kinds.ts";
import { idSchema, titleSchema } from "./schema.ts";

const dtypeSchema = z.enum(dtypes);
const plainKinds = kinds.filter((kind) => kind !== "tensor" && kind !== "image" && kind !== "table");

/** What may flow through a port, as params keep it. */
const portTypeSchema: z.ZodType<PortType> = z.union([
  z.strictObject({ kind: z.literal("any") }),
  z.strictObject({
    kind: z.literal("tensor"),
    dtype: z.union([dtypeSchema, z.array(dtypeSchema).max(dtypes.length)]).optional(),
    shape: z
      .array(z.union([z.number().int(), z.string().max(200), z.null()]))
      .max(64)
      .optional(),
  }),
  z.strictObject({ kind: z.literal("image"), channels: z.literal([1, 3, 4]).optional() }),
  z.strictObject({
    kind: z.literal("table"),
    columns: z
      .array(z.strictObject({ name: z.string(), type: z.enum(["number", "text", "boolean", "date"]).optional() }))
      .max(10_000)
      .optional(),
  }),
  z.strictObject({ kind: z.enum(plainKinds) }),
]) as z.ZodType<PortType>; // zod writes optional fields as possibly undefined

const placeSchema = { name: z.string().min(1).max(100), port: idSchema, type: portTypeSchema };
const inputSchema = z.strictObject({
  ...placeSchema,
  list: z.literal([0, 1]),
  /** It has a sample, which counts where nothing arrives. */
  optional: z.boolean(),
});
const outputSchema = z.strictObject({
  ...placeSchema,
  list: z.literal([0, 1, 2]),
  /** For each list level what it descends from: a list of the workflow's own, or that of an input. */
  lineage: z.array(z.union([z.string().max(20), z.strictObject({ input: idSchema })])).max(2),
});

/** What a workflow takes and gives, by the ports that a node with it has. */
export const interfaceSchema = z.strictObject({
  inputs: z.array(inputSchema).max(500),
  outputs: z.array(outputSchema).max(500),
});
export type WorkflowInterface = z.output<typeof interfaceSchema>;

/**
 * A workflow as the params of another one hold it, with its interface looked up once, when it was chosen, so that
 * validation never waits. `version` null is the newest one at the start of each run.
 */
export const workflowRefSchema = interfaceSchema.extend({
  id: idSchema,
  title: titleSchema,
  version: z.number().int().min(1).nullable(),
});
export type WorkflowRef = z.output<typeof workflowRefSchema>;
