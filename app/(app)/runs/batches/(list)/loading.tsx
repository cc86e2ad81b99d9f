import { RunsSkeleton } from "#components/runs/runs-skeleton";
import { PageHeader } from "#components/shell/page-header";

export default function BatchesLoading() {
  return (
    <>
      <PageHeader title="Runs" />
      <div className="px-6 max-sm:px-4">
        <RunsSkeleton />
      </div>
    </>
  );
}
