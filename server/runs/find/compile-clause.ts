import "#server-only";
import { inArray, or, type SQL, sql } from "drizzle-orm";
import { dateRange } from "../../../graph/run-query/date-range.ts";
import type { Comparison, RunClause, RunTest } from "../../../graph/run-query/run-query.ts";
import { wordsIn } from "../../../graph/run-query/words-in.ts";
import { runs } from "../../db/schema/runs.ts";
import { numberName, runTerm } from "../facts/run-terms.ts";
import { timedPart } from "../facts/timed-parts.ts";
import { patternOf, type ResolvedNames } from "./resolve-names.ts";
import { columnSource, numberSource, type RunSource, termSource, unionOf } from "./run-sources.ts";

export type CompileContext = { workspaceId: string; names: ResolvedNames; timeZone: string; now: Date };

/** What a run must fulfil, and the indexes that have all that can; each of `sources` is enough. */
export type CompiledClause = { filter: SQL; sources: RunSource[] };

const nothing = sql`false`;
/** With more branches than this a source costs more than it spares. */
const MAX_BRANCHES = 12;

export function compileClause(clause: RunClause, context: CompileContext): CompiledClause {
  const compiled = clause.tests.map((test) => compileTest(clause, test, context));
  const filter = or(...compiled.map((one) => one.filter)) ?? nothing;
  // What a run does not have, such as the duration of one that still runs, is not above anything, so it is in the negation.
  if (clause.isNegated) return { filter: sql`(${filter}) is not true`, sources: [] };
  if (compiled.length === 1) return { filter, sources: compiled[0]!.sources.filter(isNarrow) };
  const union = unionOf(compiled.map(({ sources }) => sources[0] ?? null));
  return { filter, sources: union && isNarrow(union) ? [union] : [] };
}

const isNarrow = ({ selects }: RunSource) => selects.length <= MAX_BRANCHES;

function compileTest(clause: RunClause, test: RunTest, context: CompileContext): CompiledClause {
  const { workspaceId, names } = context;
  const terms = (all: readonly string[]): CompiledClause => ({
    filter: all.length === 0 ? nothing : sql`${runs.terms} && ${sql.param([...all])}::text[]`,
    sources: [termSource(workspaceId, all)],
  });
  const column = (condition: SQL, isOrdered: boolean): CompiledClause => ({
    filter: condition,
    sources: [columnSource(workspaceId, [condition], { isOrdered })],
  });
  switch (test.kind) {
    case "choice":
      if (clause.field === "trigger") return terms([runTerm.trigger(test.value)]);
      if (clause.field === "is") return column(sql`${runs.isStarred}`, true);
      return column(sql`${runs.status} = ${test.value}`, true);
    case "text":
      if (clause.field === "workflow") return ofWorkflows(names.get(test) ?? [], workspaceId);
      if (clause.field === "person") return terms((names.get(test) ?? []).map(runTerm.starter));
      if (clause.field === "batch") return terms((names.get(test) ?? []).map(runTerm.batch));
      if (clause.field === "node") return { filter: hasNode(test), sources: [] };
      if (clause.field === "tag") return terms([runTerm.tag(test.value.toLowerCase())]);
      if (clause.field === "device") return terms([runTerm.device(test.value)]);
      return terms([runTerm.value(sideOf(clause), clause.port ?? "", test.value)]);
    case "model":
      if (clause.field === "computed") return computedBy(names.get(test) ?? [], workspaceId);
      return terms((names.get(test) ?? []).map(runTerm.model));
    case "words":
      return compileWords(clause, test, context);
    case "number":
      return compileNumber(clause, test, workspaceId);
    case "duration": {
      const of = clause.field === "wait" ? runs.waitMs : runs.durationMs;
      const condition = sql`${of} ${operators[test.comparison]} ${wholeMs(test)}::bigint`;
      return clause.field === "wait" ? { filter: condition, sources: [] } : column(condition, test.comparison === "=");
    }
    case "percent": {
      // Shares are rationals: what is shown as 30 % is meant by 30 %.
      const condition = sql`round(${runs.cachedShare}::numeric * 100, 1) ${operators[test.comparison]} ${test.percent}::numeric`;
      const isAboveNone =
        test.comparison === ">" || (test.comparison !== "<" && test.comparison !== "<=" && test.percent > 0);
      const least = (test.percent - 0.06) / 100;
      const indexed = sql`${runs.cachedSteps} > 0 and ${runs.cachedShare} >= ${least}::real`;
      return {
        filter: condition,
        sources: isAboveNone ? [columnSource(workspaceId, [indexed], { isOrdered: false })] : [],
      };
    }
    case "age": {
      const moment = new Date(context.now.getTime() - test.ms);
      return {
        filter: sql`${runs.createdAt} ${operators[test.comparison === "<" ? ">" : "<"]} ${isoOf(moment)}::timestamptz`,
        sources: [],
      };
    }
    case "date":
      return { filter: inDates(test, context), sources: [] };
  }
}

const operators: Record<Comparison, SQL> = {
  "=": sql.raw("="),
  ">": sql.raw(">"),
  ">=": sql.raw(">="),
  "<": sql.raw("<"),
  "<=": sql.raw("<="),
};

/** Columns hold whole milliseconds, and an index of them is asked for whole ones. */
function wholeMs({ comparison, ms }: { comparison: Comparison; ms: number }): number {
  if (comparison === "=") return Math.round(ms);
  return comparison === ">" || comparison === "<=" ? Math.floor(ms) : Math.ceil(ms);
}

/** An age may reach back before all runs, and a date may lie beyond what Postgres reads. */
export const isoOf = (moment: Date) => new Date(Math.min(Math.max(moment.getTime(), 0), LAST_MS)).toISOString();
const LAST_MS = Date.UTC(9998, 0);
const sideOf = ({ field }: RunClause) => (field === "output" ? "output" : "input");

function ofWorkflows(ids: readonly string[], workspaceId: string): CompiledClause {
  if (ids.length === 0) return { filter: nothing, sources: [termSource(workspaceId, [])] };
  const conditions = ids.map((id) => sql`${runs.workflowId} = ${id}`);
  return {
    filter: inArray(runs.workflowId, [...ids]),
    sources: [columnSource(workspaceId, conditions, { isOrdered: true })],
  };
}

/** A model that computed in a run is one of those in it, and those are indexed. */
function computedBy(hashes: readonly string[], workspaceId: string): CompiledClause {
  const parts = hashes.map(timedPart.model);
  return {
    filter: parts.length === 0 ? nothing : sql`${runs.computed} && ${sql.param(parts)}::text[]`,
    sources: [termSource(workspaceId, hashes.map(runTerm.model))],
  };
}

/**
 * Runs keep only the titles of nodes that took time, so there is no index: other clauses have to be the narrow ones. A whole
 * title is one of those that charts tell apart, so capitals count.
 */
function hasNode(test: Extract<RunTest, { kind: "text" }>): SQL {
  if (test.isWhole) return sql`${timedPart.node(test.value)} = any(${runs.computed})`;
  return sql`exists (select 1 from unnest(${runs.computed}) as part where part ilike ${timedPart.node(patternOf(test))})`;
}

/** Every word must be there as a whole; several in quotes also in this order, side by side. */
function compileWords(
  { field }: RunClause,
  test: Extract<RunTest, { kind: "words" }>,
  context: CompileContext,
): CompiledClause {
  const { workspaceId, names } = context;
  const term = field === "error" ? runTerm.errorWord : field === "note" ? runTerm.noteWord : runTerm.anyWord;
  const all = wordsIn(test.value).map(term);
  const isPhrase = /[^\p{L}\p{N}]/u.test(test.value.trim());
  const hasWords = sql`${runs.terms} @> ${sql.param(all)}::text[]`;
  const inTerms = isPhrase ? sql`(${hasWords} and ${phraseIn(field, patternOf(test))})` : hasWords;
  const sources = all.map((one) => termSource(workspaceId, [one]));
  if (field !== "words") return { filter: inTerms, sources };
  const ids = names.get(test) ?? [];
  if (ids.length === 0) return { filter: inTerms, sources };
  const titles = ofWorkflows(ids, workspaceId);
  const both = unionOf([sources[0] ?? null, titles.sources[0] ?? null]);
  return { filter: sql`(${inTerms} or ${titles.filter})`, sources: both ? [both] : [] };
}

function phraseIn(field: RunClause["field"], pattern: string): SQL {
  const inNote = sql`${runs.note} ilike ${pattern}`;
  // Text in the document may hold NUL, which Postgres refuses to take out of it.
  const message = sql`replace(${runs.failure}::text, '\\u0000', '')::json`;
  const inError = sql`(${message} ->> 'message' || ' ' || (${message} ->> 'kind')) ilike ${pattern}`;
  if (field === "note") return inNote;
  if (field === "error") return inError;
  return sql`(${inNote} or ${inError} or array_to_string(${runs.tags}, ' ') ilike ${pattern})`;
}

function compileNumber(
  clause: RunClause,
  test: Extract<RunTest, { kind: "number" }>,
  workspaceId: string,
): CompiledClause {
  const operator = operators[test.comparison];
  if (clause.field === "input" || clause.field === "output") {
    const name = numberName(sideOf(clause), clause.port ?? "");
    const path = sql.raw(`'$[*] ? (@ ${test.comparison === "=" ? "==" : test.comparison} $v)'`);
    const filter = sql`jsonb_path_exists(${runs.numbers} -> ${name}::text, ${path}, jsonb_build_object('v', ${test.value}::float8))`;
    const source = numberSource(workspaceId, { name, operator, value: test.value }, test.comparison === "=");
    if (test.comparison !== "=") return { filter, sources: [source] };
    // "7" may be a text just as well.
    const text = runTerm.value(sideOf(clause), clause.port ?? "", String(test.value));
    const both = unionOf([source, termSource(workspaceId, [text])]);
    return { filter: sql`(${filter} or ${runs.terms} && ${sql.param([text])}::text[])`, sources: both ? [both] : [] };
  }
  const column = { version: runs.workflowVersion, steps: runs.stepTotal, run: runs.number }[
    clause.field as "version" | "steps" | "run"
  ];
  return { filter: sql`${column} ${operator} ${test.value}::float8`, sources: [] };
}

function inDates({ date, comparison }: Extract<RunTest, { kind: "date" }>, { timeZone, now }: CompileContext): SQL {
  const range = dateRange(date, { timeZone, now });
  const from = sql`${isoOf(range.from)}::timestamptz`;
  const to = sql`${isoOf(range.to)}::timestamptz`;
  switch (comparison) {
    case "=":
      return sql`(${runs.createdAt} >= ${from} and ${runs.createdAt} < ${to})`;
    case ">":
      return sql`${runs.createdAt} >= ${to}`;
    case ">=":
      return sql`${runs.createdAt} >= ${from}`;
    case "<":
      return sql`${runs.createdAt} < ${from}`;
    case "<=":
      return sql`${runs.createdAt} < ${to}`;
  }
}
