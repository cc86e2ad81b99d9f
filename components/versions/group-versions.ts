import type { RouterOutputs } from "#components/trpc";

export type VersionRow = RouterOutputs["workflows"]["versions"]["items"][number];
/** `versions` are newest first; more than one are saves of one person's sitting, of which none stands out. */
export type VersionGroup = { newest: VersionRow; versions: VersionRow[] };

/** A pause as long as this begins a new group. */
const SITTING_MS = 15 * 60_000;

/**
 * Puts the saves between two versions that stand out into groups, by person and sitting. What stands out: names, what is
 * published, and the newest, which is what the workflow is now.
 */
export function groupVersions(rows: readonly VersionRow[]): VersionGroup[] {
  const groups: VersionGroup[] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    const before = last?.versions.at(-1);
    const isOfSitting =
      before?.savedBy.id === row.savedBy.id && before.savedAt.getTime() - row.savedAt.getTime() < SITTING_MS;
    const isFirst = groups.length <= 1 && last?.versions.length === 1 && before === rows[0];
    if (last && before && isOfSitting && !isFirst && !standsOut(row) && !standsOut(before)) last.versions.push(row);
    else groups.push({ newest: row, versions: [row] });
  }
  return groups;
}

function standsOut({ name, publishedAs }: VersionRow): boolean {
  return name !== null || publishedAs.length > 0;
}
