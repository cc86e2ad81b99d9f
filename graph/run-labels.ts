import { z } from "zod";

export const MAX_TAGS = 20;
export const MAX_NOTE_CHARACTERS = 2_000;

/** In lower case, with single spaces; without what a query would have to escape. */
export const tagSchema = z
  .string()
  .transform((tag) => tag.trim().toLowerCase().replace(/\s+/g, " "))
  .pipe(
    z
      .string()
      .min(1, "is empty")
      .max(40, "has more than 40 characters")
      .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._:/+#@-]*$/u, "begins with a letter or digit and has no quotes and commas"),
  );
