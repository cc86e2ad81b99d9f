import { PageHeader } from "#components/shell/page-header";
import { Loading, Skeleton } from "#components/ui/skeleton";

export default function StorageLoading() {
  return (
    <>
      <PageHeader title="Storage" />
      <Loading label="Loading the storage" className="grid content-start gap-6 p-6 max-sm:p-4">
        <Skeleton className="h-28" />
        <Skeleton className="h-72" />
      </Loading>
    </>
  );
}
