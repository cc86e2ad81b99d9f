import "#server-only";
import { type SQL, sql } from "drizzle-orm";
import { runs } from "../../db/schema/runs.ts";
import { runNumbers, runTerms } from "../../db/schema/run-facts.ts";

/** Numbers of runs, from `least` up to, not including, `below`. */
export type NumberBounds = { least: number; below: number };

/**
 * An index that has every run that a clause can match, and maybe more. `selects` are told the bounds and give numbers of
 * runs; `isOrdered` when each reads them newest first, without sorting. `condition` is that of a source of one select over the
 * rows of runs.
 */
export type RunSource = { isOrdered: boolean; selects: ((bounds: NumberBounds) => SQL)[]; condition?: SQL };

const within = (column: SQL, { least, below }: NumberBounds) => sql`${column} >= ${least} and ${column} < ${below}`;

export function termSource(workspaceId: string, terms: readonly string[]): RunSource {
  const selects = terms.map(
    (term) => (bounds: NumberBounds) =>
      sql`select ${runTerms.number} as number from ${runTerms} where ${runTerms.workspaceId} = ${workspaceId}
        and ${runTerms.term} = ${term} and ${within(sql`${runTerms.number}`, bounds)}`,
  );
  return { isOrdered: true, selects };
}

export function numberSource(
  workspaceId: string,
  { name, operator, value }: { name: string; operator: SQL; value: number },
  isEqual: boolean,
): RunSource {
  const select = (bounds: NumberBounds) =>
    sql`select ${runNumbers.number} as number from ${runNumbers} where ${runNumbers.workspaceId} = ${workspaceId}
      and ${runNumbers.name} = ${name} and ${runNumbers.value} ${operator} ${value}::float8
      and ${within(sql`${runNumbers.number}`, bounds)}`;
  return { isOrdered: isEqual, selects: [select] };
}

/** By conditions on columns of `runs`, each of which has an index of its own. */
export function columnSource(
  workspaceId: string,
  conditions: readonly SQL[],
  { isOrdered }: { isOrdered: boolean },
): RunSource {
  const selects = conditions.map(
    (condition) => (bounds: NumberBounds) =>
      sql`select ${runs.number} as number from ${runs} where ${runs.workspaceId} = ${workspaceId}
        and ${condition} and ${within(sql`${runs.number}`, bounds)}`,
  );
  const [condition, ...others] = conditions;
  return { isOrdered, selects, ...(condition && others.length === 0 && isOrdered && { condition }) };
}

/** Whole rows, newest first, of a source that has a condition. */
export function rowsOf(workspaceId: string, condition: SQL, bounds: NumberBounds): SQL {
  return sql`select * from ${runs} where ${runs.workspaceId} = ${workspaceId} and ${condition}
    and ${within(sql`${runs.number}`, bounds)} order by ${runs.number} desc`;
}

/** What a clause of several values is found by: one source for each of them, where there are such. */
export function unionOf(sources: readonly (RunSource | null)[]): RunSource | null {
  const all = sources.flatMap((source) => source ?? []);
  if (all.length < sources.length || all.length === 0) return null;
  return {
    isOrdered: all.every(({ isOrdered }) => isOrdered),
    selects: all.flatMap(({ selects }) => selects),
  };
}

/**
 * The newest numbers that the source gives, at most `limit`; any where it gives them in no order. Of several selects they
 * are merged as they are read, and a number that several of them give comes as often.
 */
export function topOf({ selects, isOrdered }: RunSource, bounds: NumberBounds, limit: number): SQL {
  const order = isOrdered ? sql` order by number desc` : sql``;
  const count = sql.raw(String(limit));
  const all = selects.map((select) => sql`(${select(bounds)}${order} limit ${count})`);
  if (all.length === 1) return all[0]!;
  return sql`(${sql.join(all, sql` union all `)}${order} limit ${count})`;
}
