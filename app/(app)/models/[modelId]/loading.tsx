import { Loading, Skeleton } from "#components/ui/skeleton";

export default function ModelLoading() {
  return (
    <Loading label="Loading the model" className="flex flex-1 flex-col">
      <div className="flex h-14 shrink-0 items-center border-b border-line bg-panel px-6">
        <Skeleton className="h-5 w-48" />
      </div>
      <div className="grid gap-3 px-6 py-4">
        {["h-44", "h-64", "h-32"].map((height) => (
          <div key={height} className={`animate-appear-late rounded-3 border border-line bg-node ${height}`} />
        ))}
      </div>
    </Loading>
  );
}
