import "#server-only";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { MAX_TAGS } from "../../graph/run-labels.ts";
import { AppError } from "../app-error.ts";
import { runs } from "../db/schema/runs.ts";
import { channels } from "../queue/channels.ts";
import { shownText } from "../values/storable-text.ts";
import { withLabels } from "./facts/run-terms.ts";
import type { RunContext } from "./run-services.ts";

type Edit = {
  runIds: readonly string[];
  addTags?: readonly string[] | undefined;
  removeTags?: readonly string[] | undefined;
  /** Takes the place of the one there. */
  note?: string | undefined;
  /** Starred runs are kept: no rule removes them. */
  isStarred?: boolean | undefined;
};

/**
 * Gives tags to runs, takes some away, sets their note, stars them or not. Runs that are gone are passed over; gives how many there were.
 *
 * @throws AppError NOT_FOUND when there is none of them; BAD_REQUEST "too-many-tags", and nothing was changed.
 */
export async function editRuns(
  { tenant, runServices }: Pick<RunContext, "tenant" | "runServices">,
  { runIds, addTags = [], removeTags = [], note, isStarred }: Edit,
): Promise<{ edited: number }> {
  const { workspaceId } = tenant;
  const edited = await tenant.run(async (tx) => {
    const rows = await tx
      .select({
        id: runs.id,
        number: runs.number,
        tags: runs.tags,
        note: runs.note,
        terms: runs.terms,
        isStarred: runs.isStarred,
      })
      .from(runs)
      .where(and(eq(runs.workspaceId, workspaceId), inArray(runs.id, [...runIds])))
      .orderBy(asc(runs.number))
      .for("update");
    const next = rows.map((row) => {
      const tags = [...new Set([...row.tags.filter((tag) => !removeTags.includes(tag)), ...addTags])];
      if (tags.length > MAX_TAGS) {
        const message = `Run ${row.number} would have ${tags.length} tags; a run takes up to ${MAX_TAGS}. Take some away first.`;
        throw new AppError("BAD_REQUEST", message, { reason: "too-many-tags" });
      }
      const label = { tags, note: note === undefined ? row.note : shownText(note, note.length) };
      return { id: row.id, ...label, terms: withLabels(row.terms, label), starred: isStarred ?? row.isStarred };
    });
    // Lists in a list have to be of one length in Postgres, so they go as JSON.
    await tx.execute(sql`
      update ${runs} set tags = array(select json_array_elements_text(edit.tags)), note = edit.note,
        terms = array(select json_array_elements_text(edit.terms)), is_starred = edit.starred, edited_at = now()
      from json_to_recordset(${JSON.stringify(next)}::json) as edit(id uuid, tags json, note text, terms json, starred boolean)
      where ${runs.workspaceId} = ${workspaceId} and ${runs.id} = edit.id`);
    return next.map(({ id }) => id);
  });
  const [first] = edited;
  if (first === undefined)
    throw new AppError("NOT_FOUND", runIds.length === 1 ? "There is no such run." : "There are no such runs any more.");
  runServices.bell.ring(channels.runs, `${workspaceId} ${first}`);
  return { edited: edited.length };
}
