import { Loading, Skeleton } from "#components/ui/skeleton";

/** The table of runs before it is there. */
export function RunsSkeleton() {
  return (
    <Loading
      label="Loading the runs"
      className="mt-3 animate-appear-late overflow-hidden rounded-3 border border-line bg-node"
    >
      {Array.from({ length: 10 }, (_, row) => (
        <div key={row} className="flex h-8 items-center gap-6 border-line px-4 not-first:border-t">
          <Skeleton className="h-3 w-16" />
          <Skeleton className="h-3 w-8" />
          <Skeleton className="h-3 w-48" />
          <Skeleton className="ml-auto h-3 w-20" />
        </div>
      ))}
    </Loading>
  );
}
