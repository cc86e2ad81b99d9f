import { ChartsSkeleton } from "#components/runs/charts/charts-skeleton";
import { PageHeader } from "#components/shell/page-header";

export default function ChartsLoading() {
  return (
    <>
      <PageHeader title="Runs" />
      <div className="px-6 py-3 max-sm:px-4">
        <div className="h-md" />
        <ChartsSkeleton />
      </div>
    </>
  );
}
