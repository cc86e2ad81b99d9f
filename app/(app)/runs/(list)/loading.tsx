import { RunsSkeleton } from "#components/runs/runs-skeleton";
import { PageHeader } from "#components/shell/page-header";

export default function RunsLoading() {
  return (
    <>
      <PageHeader title="Runs" />
      <div className="px-6 py-3 max-sm:px-4">
        <div className="h-md" />
        <RunsSkeleton />
      </div>
    </>
  );
}
