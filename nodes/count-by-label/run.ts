import "#server-only";
import type { NodeRunner } from "#graph/node-runner";
import type { countByLabel } from "./definition.ts";

const columns = [
  { name: "label", type: "text" },
  { name: "count", type: "number" },
  { name: "best_score", type: "number" },
] as const;

export const runCountByLabel: NodeRunner<typeof countByLabel> = async ({ inputs: { detections }, params, context }) => {
  const tally = new Map<string, { count: number; best: number | null }>();
  for (const label of params.labels) tally.set(label, { count: 0, best: null });
  for (const { label, score } of detections.items) {
    const { count, best } = tally.get(label) ?? { count: 0, best: null };
    tally.set(label, { count: count + 1, best: Math.max(best ?? 0, score) });
  }
  const rows = [...tally].sort(([a, one], [b, other]) => other.count - one.count || (a < b ? -1 : 1));
  return {
    table: await context.tables.fromRows(
      columns,
      rows.map(([label, { count, best }]) => [label, count, best]),
    ),
    // Built entry by entry with its own properties, so that a label such as "__proto__" is one like any other.
    counts: Object.fromEntries(rows.map(([label, { count }]) => [label, count])),
  };
};
