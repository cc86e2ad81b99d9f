import { PageHeader } from "#components/shell/page-header";
import { Loading, Skeleton } from "#components/ui/skeleton";

export default function GalleryLoading() {
  return (
    <>
      <PageHeader title="Gallery" />
      <Loading
        label="Loading the templates"
        className="grid animate-appear-late grid-cols-[repeat(auto-fill,minmax(264px,1fr))] gap-4 px-6 pt-14 max-sm:px-4"
      >
        {Array.from({ length: 6 }, (_, card) => (
          <div key={card} className="overflow-hidden rounded-3 border border-line bg-node">
            <div className="h-44 bg-sunken" />
            <div className="grid gap-2.5 p-3.5">
              <Skeleton className="h-4 w-40" />
              <Skeleton className="h-3" />
              <Skeleton className="h-3 w-2/3" />
            </div>
          </div>
        ))}
      </Loading>
    </>
  );
}
