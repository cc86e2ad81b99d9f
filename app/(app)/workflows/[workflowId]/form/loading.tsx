import { PageHeader } from "#components/shell/page-header";
import { Loading, Skeleton } from "#components/ui/skeleton";

export default function FormLoading() {
  return (
    <>
      <PageHeader title="Form" />
      <Loading label="Loading the form" className="mx-auto grid w-full max-w-[640px] content-start gap-5 px-6 py-5">
        {Array.from({ length: 4 }, (_, field) => (
          <span key={field} className="grid gap-1.5">
            <Skeleton className="h-4 w-32" />
            <Skeleton className="h-9" />
          </span>
        ))}
      </Loading>
    </>
  );
}
