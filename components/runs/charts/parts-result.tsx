import { ChartCard } from "./chart-card";
import { ChartsError } from "./charts-error";
import { PartBars } from "./part-bars";
import { type PartBar, type PartChart, partCharts, partTable } from "./part-charts.ts";
import type { useCharts } from "./use-charts.ts";

/** Where the time of the window went: nodes in one column, models and versions in the other. */
export function PartsResult({
  byPart,
  hrefOf,
}: {
  byPart: ReturnType<typeof useCharts>["byPart"];
  /** The runs behind a bar in the list. */
  hrefOf: (bar: PartBar) => string;
}) {
  if (!byPart.data && byPart.isError) {
    const title = "Nodes, models and versions could not be loaded";
    return <ChartsError title={title} error={byPart.error} onRetry={() => void byPart.refetch()} />;
  }
  if (!byPart.data) return null;
  const [nodes, ...others] = partCharts(byPart.data);
  const card = (chart: PartChart) => (
    <ChartCard
      key={chart.id}
      title={chart.title}
      note={chart.note}
      table={partTable(chart, hrefOf)}
      empty={chart.bars.length === 0 ? chart.empty : null}
    >
      <PartBars bars={chart.bars} hrefOf={hrefOf} />
    </ChartCard>
  );
  return (
    <>
      <div className="grid min-w-0 content-start">{card(nodes!)}</div>
      <div className="grid min-w-0 content-start gap-3">{others.map(card)}</div>
    </>
  );
}
