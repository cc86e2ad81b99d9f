import { PageHeader } from "#components/shell/page-header";
import { Loading, Skeleton } from "#components/ui/skeleton";

export default function BatchLoading() {
  return (
    <>
      <PageHeader title={<Skeleton className="h-5 w-40" />} />
      <Loading label="Loading the batch" className="grid animate-appear-late gap-3 px-6 py-4 max-sm:px-4">
        <Skeleton className="h-4 w-64" />
        <Skeleton className="h-2" />
        <Skeleton className="h-96" />
      </Loading>
    </>
  );
}
