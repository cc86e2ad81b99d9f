import { Loading, Skeleton } from "#components/ui/skeleton";

/** The cards before they are there. */
export function ApprovalsSkeleton() {
  return (
    <Loading label="Loading the approvals" className="mx-auto grid w-full max-w-3xl animate-appear-late gap-2">
      {[0, 1].map((card) => (
        <div key={card} className="grid gap-3 rounded-3 border border-line bg-node p-4">
          <Skeleton className="h-4 w-64" />
          <Skeleton className="h-24 w-full" />
          <Skeleton className="h-8 w-48" />
        </div>
      ))}
    </Loading>
  );
}
