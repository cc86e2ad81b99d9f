import { nearestName } from "../nearest-name.ts";
import { queryField, queryFields } from "./query-fields.ts";
import { readTest } from "./read-test.ts";
import type { RunClause, RunQuery, RunTest } from "./run-query.ts";
import { type RawWord, type Span, splitQuery } from "./split-query.ts";
import { wordsIn } from "./words-in.ts";

/** What is wrong with a word, where it stands, and what would be right. */
export type QueryProblem = Span & { message: string };

export type ParsedQuery = {
  /** What could be read; with problems it is not what was meant. */
  query: RunQuery;
  /** Of each clause, in order: where it stands. */
  spans: Span[];
  problems: QueryProblem[];
};

export const MAX_QUERY_LENGTH = 2_000;
const MAX_TESTS = 60;

/** Reads a query as people write it: `status:failed duration:>2s "out of memory"`. Takes any text and never throws. */
export function parseRunQuery(given: string): ParsedQuery {
  const parsed: ParsedQuery = { query: { clauses: [] }, spans: [], problems: [] };
  if (given.length > MAX_QUERY_LENGTH) {
    const [count, most] = [given.length, MAX_QUERY_LENGTH].map((length) => length.toLocaleString("en"));
    const message = `This query has ${count} characters, and one takes up to ${most}. Leave some words out.`;
    return { ...parsed, problems: [{ start: MAX_QUERY_LENGTH, end: given.length, message }] };
  }
  // As long as before, so that places stay what they are; none of it can be stored, so none of it can be found.
  const text = given.toWellFormed().replaceAll("\0", " ");
  let tests = 0;
  for (const word of splitQuery(text)) {
    const clause = readWord(word, parsed.problems);
    if (!clause) continue;
    tests += clause.tests.length;
    if (tests > MAX_TESTS) {
      const message = `A query takes up to ${MAX_TESTS} values. Leave some out, or tag those runs and ask for the tag.`;
      parsed.problems.push({ start: word.start, end: word.end, message });
      break;
    }
    parsed.query.clauses.push(clause);
    parsed.spans.push({ start: word.start, end: word.end });
  }
  return parsed;
}

function readWord(word: RawWord, problems: QueryProblem[]): RunClause | null {
  const { isNegated } = word;
  const refuse = (message: string, { start, end }: Span = word) => {
    problems.push({ start, end, message });
    return null;
  };
  if (word.unclosedAt !== null) {
    return refuse('The quote that opens here is not closed. Put another " after the last word.', {
      start: word.unclosedAt,
      end: word.end,
    });
  }
  if (word.field === null) {
    const [value] = word.values;
    const words = value!.text + value!.rest;
    if (wordsIn(words).length === 0) {
      return refuse(
        `“${words}” holds no letter and no digit. Search for words, or name a field such as status:failed.`,
      );
    }
    return { field: "words", isNegated, tests: [{ kind: "words", value: words }] };
  }
  const field = queryField(word.field.toLowerCase());
  const fieldSpan = {
    start: word.start + (isNegated ? 1 : 0),
    end: word.start + (isNegated ? 1 : 0) + word.field.length,
  };
  if (!field) {
    const near = nearestName(
      word.field.toLowerCase(),
      queryFields.map(({ name }) => name),
    );
    const help = near
      ? `Did you mean ${near}:?`
      : `Fields are ${queryFields.map(({ name }) => name).join(", ")}; put it in quotes to search for the words.`;
    return refuse(`There is no field “${word.field}”. ${help}`, fieldSpan);
  }
  if (field.kind === "value" && !word.port) {
    return refuse(`“${field.name}:” does not say which one. Write its name after a dot: ${field.example}.`, fieldSpan);
  }
  if (field.kind !== "value" && word.port !== null) {
    return refuse(`“${field.name}” has no parts. Leave “.${word.port}” out: ${field.example}.`, fieldSpan);
  }
  const tests: RunTest[] = [];
  for (const value of word.values) {
    const read = readTest(field, value);
    if (!read.ok) return refuse(read.message, value.end > value.start ? value : word);
    tests.push(read.test);
  }
  return { field: field.name, ...(word.port !== null && { port: word.port }), isNegated, tests };
}
