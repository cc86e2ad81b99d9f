import { parseRunQuery } from "./parse-run-query.ts";
import { printClause } from "./print-run-query.ts";
import type { FieldName, RunClause, RunTest } from "./run-query.ts";

/** The one value that a query asks of a field; null when it asks none, several, or another way. */
export function onlyTestOf(text: string, field: FieldName): RunTest | null {
  const clauses = parseRunQuery(text).query.clauses.filter((clause) => clause.field === field);
  const [clause] = clauses;
  return clauses.length === 1 && clause && !clause.isNegated && clause.tests.length === 1 ? clause.tests[0]! : null;
}

/** The query with one value for a field, or none, in place of all that it asks of it; the rest stands as it was typed. */
export function withOnlyTest(text: string, field: FieldName, test: RunTest | null): string {
  const { query, spans } = parseRunQuery(text);
  let rest = "";
  let from = 0;
  for (const [index, clause] of query.clauses.entries()) {
    if (clause.field !== field) continue;
    rest += text.slice(from, spans[index]!.start);
    from = spans[index]!.end;
  }
  rest = (rest + text.slice(from)).replace(/(\s)\s+/g, "$1").trim();
  const clause: RunClause | null = test && { field, isNegated: false, tests: [test] };
  return [rest, clause ? printClause(clause) : ""].filter(Boolean).join(" ");
}
