import "#server-only";
import { parseRunQuery } from "../../../graph/run-query/parse-run-query.ts";
import type { RunQuery } from "../../../graph/run-query/run-query.ts";
import { AppError } from "../../app-error.ts";

/** @throws AppError BAD_REQUEST "bad-query": the first problem as the message, all of them in `details`. */
export function requireRunQuery(text: string): RunQuery {
  const { query, problems } = parseRunQuery(text);
  const [problem] = problems;
  if (problem) throw new AppError("BAD_REQUEST", problem.message, { reason: "bad-query", details: { problems } });
  return query;
}
