import type { RunClause } from "#graph/run-query/run-query";
import { formatDuration } from "../../ui/format-duration.ts";
import { formatCount, formatQuantity } from "../../ui/format-number.ts";
import { type RunsByPart, formatShare } from "./chart-series.ts";
import type { ChartTable } from "./chart-csv.ts";

/** One clause more for the query of the list. */
export type Narrowing = Pick<RunClause, "field"> & { test: RunClause["tests"][number] };

export type PartBar = {
  key: string;
  /** What it is, and what it belongs to. */
  name: string;
  of: string | null;
  /** It has room whatever the name takes. */
  isOfShort?: true;
  /** As long as it is drawn; `bad` is the part of it that failed. */
  value: number;
  bad: number;
  words: string;
  /** What asks for the runs behind it. */
  narrowing: readonly Narrowing[];
  raw: readonly (string | number | null)[];
};

export type PartChart = {
  id: string;
  title: string;
  /** "12 of 31" where there are more than are told. */
  note: string | null;
  bars: readonly PartBar[];
  columns: readonly string[];
  rawColumns: readonly string[];
  cells: readonly (readonly string[])[];
  empty: string;
};

const is = (field: "workflow" | "node", value: string): Narrowing => ({
  field,
  test: { kind: "text", value, isWhole: true },
});
/** By its name as people know it, or by its file where that is the name of another too, or of none. */
const computedBy = ({ hash, name, version, isOnly }: RunsByPart["models"]["items"][number]): Narrowing => {
  const named = isOnly && name !== null ? { name, version } : { name: hash, version: null };
  return { field: "computed", test: { kind: "model", ...named, isWhole: true } };
};
const noteOf = (count: number, items: readonly unknown[]) =>
  count > items.length ? `the largest ${items.length} of ${formatCount(count)}` : null;
const noTimes = "No run tells where its time went. Those that ended before there were charts do not.";

/** Of nodes, of models, of versions. */
export function partCharts({ nodes, models, versions }: RunsByPart): PartChart[] {
  return [
    {
      id: "nodes",
      title: "Computing, by node",
      note: noteOf(nodes.count, nodes.items),
      columns: ["Node", "Workflow", "Runs", "Time", "Share"],
      rawColumns: ["node", "workflow", "runs", "time (ms)"],
      cells: nodes.items.map(({ title, workflow, runs, ms }) => [
        title,
        workflow.title,
        formatCount(runs),
        formatDuration(ms),
        formatShare(ms, nodes.ms),
      ]),
      bars: nodes.items.map(({ title, workflow, runs, ms }) => ({
        key: `${workflow.id} ${title}`,
        name: title,
        of: workflow.title,
        value: ms,
        bad: 0,
        words: `${formatDuration(ms)} · ${formatShare(ms, nodes.ms)}`,
        narrowing: [is("workflow", workflow.id), is("node", title)],
        raw: [title, workflow.title, runs, Math.round(ms * 1_000) / 1_000],
      })),
      empty: noTimes,
    },
    {
      id: "models",
      title: "Computing, by model",
      note: noteOf(models.count, models.items),
      columns: ["Model", "Runs", "Time", "Share"],
      rawColumns: ["model", "version", "sha256", "runs", "time (ms)"],
      cells: models.items.map((model) => [
        modelWords(model),
        formatCount(model.runs),
        formatDuration(model.ms),
        formatShare(model.ms, models.ms),
      ]),
      bars: models.items.map((model) => ({
        key: model.hash,
        name: modelWords(model),
        of: null,
        value: model.ms,
        bad: 0,
        words: `${formatDuration(model.ms)} · ${formatShare(model.ms, models.ms)}`,
        narrowing: [computedBy(model)],
        raw: [model.name, model.version, model.hash, model.runs, Math.round(model.ms * 1_000) / 1_000],
      })),
      empty: "No model computed, or the runs ended before there were charts.",
    },
    {
      id: "versions",
      title: "Runs, by version",
      note: noteOf(versions.count, versions.items),
      columns: ["Version", "Workflow", "Runs", "Failed", "p50", "p95"],
      rawColumns: ["version", "workflow", "runs", "failed", "p50 (ms)", "p95 (ms)"],
      cells: versions.items.map(({ version, workflow, runs, failed, durationMs }) => [
        `Version ${version}`,
        workflow.title,
        formatCount(runs),
        formatCount(failed),
        ...[durationMs?.p50, durationMs?.p95].map((ms) => (ms === undefined ? "–" : formatDuration(ms))),
      ]),
      bars: versions.items.map(({ version, workflow, runs, failed, durationMs }) => ({
        key: `${workflow.id} ${version}`,
        name: workflow.title,
        of: `Version ${version}`,
        isOfShort: true,
        value: runs,
        bad: failed,
        words: [
          formatQuantity(runs, "run"),
          failed > 0 ? `${formatShare(failed, runs)} failed` : "",
          durationMs ? `p50 ${formatDuration(durationMs.p50)}` : "",
        ]
          .filter(Boolean)
          .join(" · "),
        narrowing: [
          is("workflow", workflow.id),
          { field: "version", test: { kind: "number", comparison: "=", value: version } },
        ],
        raw: [version, workflow.title, runs, failed, durationMs?.p50 ?? null, durationMs?.p95 ?? null],
      })),
      empty: "No run was ordered.",
    },
  ];
}

export function partTable(
  { columns, rawColumns, bars, cells }: PartChart,
  hrefOf: (bar: PartBar) => string,
): ChartTable {
  return {
    columns,
    rawColumns,
    rows: bars.map((bar, index) => ({ key: bar.key, words: cells[index]!, href: hrefOf(bar), raw: bar.raw })),
  };
}

function modelWords({ hash, name, version }: { hash: string; name: string | null; version: number | null }): string {
  return name === null ? `A removed model, ${hash.slice(0, 8)}` : `${name}@${version}`;
}
