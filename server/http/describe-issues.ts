import type { z } from "zod";

export type InputIssue = { path: string; message: string };

const MAX_ISSUES = 20;

/** What a schema found, for people: one sentence about the first fault, and the first faults with their places. */
export function describeIssues(error: z.ZodError): { message: string; issues: InputIssue[] } {
  const issues = error.issues.slice(0, MAX_ISSUES).map((issue) => {
    // Of a record's bad key, zod says what is wrong with it one level down.
    const inner = issue.code === "invalid_key" ? issue.issues[0] : undefined;
    return { path: issue.path.map(String).join("."), message: (inner ?? issue).message };
  });
  const [first] = issues;
  const message = first?.path ? `${first.path}: ${first.message}` : (first?.message ?? "The input is not valid.");
  return { message, issues };
}
