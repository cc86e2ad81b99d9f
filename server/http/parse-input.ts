import type { z } from "zod";
import { AppError } from "../app-error.ts";
import { describeIssues } from "./describe-issues.ts";

/** @throws AppError BAD_REQUEST that names the first field at fault, with all of them in `details.issues` */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const { message, issues } = describeIssues(parsed.error);
  throw new AppError("BAD_REQUEST", message, { reason: "bad-input", details: { issues } });
}

/** A query string as an object; a name that comes twice is a fault, not a choice of ours. @throws AppError BAD_REQUEST */
export function queryOf(request: Request): Record<string, string> {
  const query: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of new URL(request.url).searchParams) {
    if (name in query) throw new AppError("BAD_REQUEST", `The query names ${name} twice.`, { reason: "bad-input" });
    query[name] = value;
  }
  return query;
}
