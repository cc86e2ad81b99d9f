import { PageHeader } from "#components/shell/page-header";
import { Loading, Skeleton } from "#components/ui/skeleton";

export default function RunLoading() {
  return (
    <>
      <PageHeader title="Run" />
      <Loading label="Loading the run" className="grid min-h-0 flex-1 grid-rows-[42%_1fr]">
        <div className="border-b border-line" />
        <div className="grid content-start gap-4 bg-panel px-6 py-4">
          {Array.from({ length: 6 }, (_, row) => (
            <Skeleton key={row} className="h-4" />
          ))}
        </div>
      </Loading>
    </>
  );
}
