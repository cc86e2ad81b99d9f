import { Loading, Skeleton } from "#components/ui/skeleton";

/** The frame of the editor, so that a large workflow is seen to come. */
export default function WorkflowLoading() {
  return (
    <Loading label="Loading the workflow" className="grid h-dvh grid-rows-[44px_1fr_36px]">
      <div className="flex items-center gap-3 border-b border-line bg-panel px-4">
        <Skeleton className="h-4 w-48" />
      </div>
      <div className="grid min-h-0 min-[1200px]:grid-cols-[200px_1fr_300px]">
        <div className="border-r border-line bg-panel max-[1199px]:hidden" />
        <div className="bg-canvas" />
        <div className="border-l border-line bg-panel max-[1199px]:hidden" />
      </div>
      <div className="border-t border-line bg-panel" />
    </Loading>
  );
}
