import "#server-only";
import type pg from "pg";
import type { KnownWaits, WaitAnswer } from "../../graph/waits.ts";

type WaitRow = {
  run_id: string;
  node_id: string;
  item: string;
  due_at: Date | null;
  answer: WaitAnswer["kind"] | null;
  answered_at: Date | null;
  answered_by_name: string | null;
  note: string;
};

/**
 * What runs that were just claimed waited for, by run, with the answers that there are. Whatever is due by now is answered
 * by that, in the same transaction as the claim: a person who answers at the same moment comes wholly before or too late.
 */
export async function takeWaits(client: pg.ClientBase, runIds: readonly string[]): Promise<Map<string, KnownWaits>> {
  const waits = new Map<string, Record<string, KnownWaits[string]>>();
  if (runIds.length === 0) return waits;
  await client.query(
    `update waits set answer = 'due', answered_at = now()
     where run_id = any($1::uuid[]) and answer is null and due_at <= now()`,
    [runIds],
  );
  const { rows } = await client.query<WaitRow>(
    `select run_id, node_id, item, due_at, answer, answered_at, answered_by_name, note
     from waits where run_id = any($1::uuid[])`,
    [runIds],
  );
  for (const row of rows) {
    const ofRun = waits.get(row.run_id) ?? {};
    const answer = answerOf(row);
    ofRun[`${row.node_id}/${row.item}`] = {
      ...(row.due_at && { dueAt: row.due_at.getTime() }),
      ...(answer && { answer }),
    };
    waits.set(row.run_id, ofRun);
  }
  return waits;
}

function answerOf({ answer, answered_at, answered_by_name, note }: WaitRow): WaitAnswer | null {
  if (answer === null) return null;
  const at = answered_at?.getTime() ?? 0;
  return answer === "due" ? { kind: answer, at } : { kind: answer, at, by: answered_by_name ?? "", note };
}
