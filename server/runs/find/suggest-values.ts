import "#server-only";
import { and, asc, desc, eq, ilike, or, type SQL, sql } from "drizzle-orm";
import { users } from "../../db/schema/accounts.ts";
import { apiKeys } from "../../db/schema/api-keys.ts";
import { batches } from "../../db/schema/batches.ts";
import { models } from "../../db/schema/models.ts";
import { runNumbers, runTerms } from "../../db/schema/run-facts.ts";
import { workflows } from "../../db/schema/workflows.ts";
import type { TenantTransaction } from "../../db/tenant.ts";
import type { ServiceContext } from "../../service-context.ts";
import { runTerm } from "../facts/run-terms.ts";
import { patternOf } from "./resolve-names.ts";

export const suggestedFields = ["workflow", "person", "model", "batch", "tag", "device", "input", "output"] as const;
type Asked = { field: (typeof suggestedFields)[number]; port?: string | undefined; text: string };

const MOST = 20;

/**
 * What may stand in a query behind a field, as far as it has been typed: titles, names, tags, devices; of "input" and
 * "output" their names, and with `port` the texts that were there. At most 20.
 */
export async function suggestValues({ tenant }: ServiceContext, { field, port, text }: Asked): Promise<string[]> {
  const { workspaceId } = tenant;
  const pattern = patternOf({ value: text });
  return tenant.run(async (tx) => {
    switch (field) {
      case "workflow": {
        const rows = await tx
          .selectDistinct({ title: workflows.title })
          .from(workflows)
          .where(and(eq(workflows.workspaceId, workspaceId), ilike(workflows.title, pattern)))
          .orderBy(asc(workflows.title))
          .limit(MOST);
        return rows.map(({ title }) => title);
      }
      case "person": {
        const people = await tx
          .select({ name: users.name })
          .from(users)
          .where(or(ilike(users.name, pattern), ilike(users.email, pattern)))
          .orderBy(asc(users.name))
          .limit(MOST);
        const keys = await tx
          .select({ name: apiKeys.name })
          .from(apiKeys)
          .where(and(eq(apiKeys.workspaceId, workspaceId), ilike(apiKeys.name, pattern)))
          .limit(MOST);
        const names = [...people, ...keys].map(({ name }) => name);
        return [...new Set(["me".startsWith(text.toLowerCase()) ? ["me"] : [], names].flat())].slice(0, MOST);
      }
      case "model": {
        const rows = await tx
          .selectDistinct({ name: models.name })
          .from(models)
          .where(and(eq(models.workspaceId, workspaceId), ilike(models.name, pattern)))
          .orderBy(asc(models.name))
          .limit(MOST);
        return rows.map(({ name }) => name);
      }
      case "batch": {
        const rows = await tx
          .select({ name: batches.name })
          .from(batches)
          .where(and(eq(batches.workspaceId, workspaceId), ilike(batches.name, pattern)))
          .orderBy(desc(batches.createdAt))
          .limit(MOST);
        return [...new Set(rows.map(({ name }) => name))];
      }
      case "tag":
        return afterPrefix(tx, workspaceId, runTerm.tag(""), text.toLowerCase());
      case "device":
        return afterPrefix(tx, workspaceId, runTerm.device(""), text.toLowerCase());
      default:
        if (port !== undefined) return afterPrefix(tx, workspaceId, runTerm.value(field, port, ""), text.toLowerCase());
        return portNames(tx, { workspaceId, prefix: `${field[0]}:`, text });
    }
  });
}

/** The different terms with this beginning, without it. */
async function afterPrefix(
  tx: TenantTransaction,
  workspaceId: string,
  prefix: string,
  text: string,
): Promise<string[]> {
  const found = await skipScan(tx, {
    workspaceId,
    from: prefix + text,
    prefix: prefix + text,
    next: sql`found.term`,
    isAfter: sql`>`,
  });
  return found.map((term) => term.slice(prefix.length));
}

async function portNames(
  tx: TenantTransaction,
  { workspaceId, prefix, text }: { workspaceId: string; prefix: string; text: string },
): Promise<string[]> {
  const wanted = prefix + text;
  // All texts of a name share what stands before "=", and ">" comes right after that: from one name to the next.
  const next = sql`split_part(found.term, '=', 1) || '>'`;
  const terms = await skipScan(tx, { workspaceId, from: wanted, prefix: wanted, next, isAfter: sql`>=` });
  const { rows } = await tx.execute<{ name: string }>(sql`
    with recursive found as (
      (select ${runNumbers.name} as name from ${runNumbers} where ${runNumbers.workspaceId} = ${workspaceId}
        and ${runNumbers.name} >= ${wanted} order by 1 limit 1)
      union all
      select (select ${runNumbers.name} from ${runNumbers} where ${runNumbers.workspaceId} = ${workspaceId}
        and ${runNumbers.name} > found.name order by 1 limit 1)
      from found where starts_with(found.name, ${wanted})
    )
    select name from found where starts_with(name, ${wanted}) limit ${sql.raw(String(MOST))}`);
  const names = [...terms.map((term) => term.split("=", 1)[0]!), ...rows.map(({ name }) => name)];
  return [...new Set(names)]
    .map((name) => name.slice(prefix.length))
    .toSorted()
    .slice(0, MOST);
}

/** Different terms in order by one look into the index for each, however many runs have them. `next` follows from `found.term`. */
async function skipScan(
  tx: TenantTransaction,
  {
    workspaceId,
    from,
    prefix,
    next,
    isAfter,
  }: { workspaceId: string; from: string; prefix: string; next: SQL; isAfter: SQL },
): Promise<string[]> {
  const { rows } = await tx.execute<{ term: string }>(sql`
    with recursive found as (
      (select ${runTerms.term} as term from ${runTerms} where ${runTerms.workspaceId} = ${workspaceId}
        and ${runTerms.term} >= ${from} order by 1 limit 1)
      union all
      select (select ${runTerms.term} from ${runTerms} where ${runTerms.workspaceId} = ${workspaceId}
        and ${runTerms.term} ${isAfter} (${next}) collate "C" order by 1 limit 1)
      from found where starts_with(found.term, ${prefix})
    )
    select term from found where starts_with(term, ${prefix}) limit ${sql.raw(String(MOST))}`);
  return rows.map(({ term }) => term);
}
