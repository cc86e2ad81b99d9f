import { z } from "zod";
import { hashSchema } from "./hash-schema.ts";
import { dtypes } from "./kinds.ts";

const dimSchema = z.union([z.number().int(), z.string().max(200), z.null()]);
const signatureSchema = z.strictObject({
  name: z.string().min(1).max(1_000),
  dtype: z.enum(dtypes),
  shape: z.array(dimSchema).max(64),
});

/** A model as params hold it: looked up once, when it is chosen, so that validation never waits. */
export const modelRefSchema = z.strictObject({
  hash: hashSchema,
  name: z.string().min(1).max(200),
  inputs: z.array(signatureSchema).max(1_000),
  outputs: z.array(signatureSchema).max(1_000),
  labels: z.array(z.string().max(200)).max(100_000).optional(),
});
