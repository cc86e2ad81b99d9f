import { Loading, Skeleton } from "#components/ui/skeleton";

/** The charts before they are there. */
export function ChartsSkeleton() {
  return (
    <Loading label="Loading the charts" className="mt-3 grid animate-appear-late grid-cols-2 gap-3 max-lg:grid-cols-1">
      {Array.from({ length: 4 }, (_, card) => (
        <div key={card} className="grid h-[248px] content-between rounded-3 border border-line bg-node p-4">
          <Skeleton className="h-3 w-32" />
          <Skeleton className="h-36 w-full" />
        </div>
      ))}
    </Loading>
  );
}
