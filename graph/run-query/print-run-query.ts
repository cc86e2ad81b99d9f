import type { Comparison, RunClause, RunQuery, RunTest } from "./run-query.ts";
import { printDuration } from "./time-units.ts";

/** The query as text; `parseRunQuery` gives the same query back. */
export function printRunQuery({ clauses }: RunQuery): string {
  return clauses.map(printClause).join(" ");
}

export function printClause({ field, port, isNegated, tests }: RunClause): string {
  const sign = isNegated ? "-" : "";
  if (field === "words") return sign + tests.map(printFreeWords).join(" ");
  const name = port === undefined ? field : `${field}.${/^[\p{L}_][\p{L}\p{N}_-]*$/u.test(port) ? port : quoted(port)}`;
  return `${sign}${name}:${tests.map((test) => printTest(test, port !== undefined)).join(",")}`;
}

function printTest(test: RunTest, isValue: boolean): string {
  switch (test.kind) {
    case "choice":
      return test.value;
    case "text":
      return isValue ? quoted(test.value) : `${test.isWhole ? "=" : ""}${plainOrQuoted(test.value)}`;
    case "words":
      return plainOrQuoted(test.value);
    case "number":
      return sign(test.comparison) + String(test.value);
    case "duration":
      return sign(test.comparison) + printDuration(test.ms);
    case "percent":
      return `${sign(test.comparison)}${test.percent}%`;
    case "age":
      return test.comparison + printDuration(test.ms);
    case "date":
      return sign(test.comparison) + test.date;
    case "model":
      return `${test.isWhole ? "=" : ""}${plainOrQuoted(test.name)}${test.version === null ? "" : `@${test.version}`}`;
  }
}

const sign = (comparison: Comparison) => (comparison === "=" ? "" : comparison);

function printFreeWords(test: RunTest): string {
  const { value } = test as Extract<RunTest, { kind: "words" }>; // all that free words are tested for
  return plainOrQuoted(value);
}

/** Bare where it can only be read as this. */
export function plainOrQuoted(text: string): string {
  return /^[\p{L}\p{N}_][\p{L}\p{N}_.+-]*$/u.test(text) ? text : quoted(text);
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
