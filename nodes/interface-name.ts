import { z } from "zod";

/** What a workflow's input or output is called by those who run it: in forms, on the command line, over the API. */
export const interfaceNameSchema = z
  .string()
  .trim()
  .min(1, "must not be empty")
  .max(100, "must have at most 100 characters")
  .regex(
    /^[\p{L}_][\p{L}\p{N}_ .-]*$/u,
    "must begin with a letter or '_' and hold letters, digits, spaces, '_', '-' and '.' only",
  )
  .refine((name) => !(name in Object.prototype), "is a reserved name");
