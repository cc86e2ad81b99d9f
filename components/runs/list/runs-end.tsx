"use client";
import { Button } from "#components/ui/button";
import { formatCount } from "../../ui/format-number.ts";
import { PAGE, type useRuns } from "./use-runs.ts";

/** Below the list: the way to older runs. Where those have to be looked through one by one it says how far that has come. */
export function RunsEnd({ list }: { list: ReturnType<typeof useRuns> }) {
  const { runs = [], searchedTo, isSearching, isFetchNextPageError, isFetchingNextPage } = list;
  if (searchedTo === null) return null;
  const isThin = runs.length < PAGE;
  const from =
    typeof searchedTo === "number"
      ? `before ${formatCount(searchedTo)}`
      : `behind run ${formatCount(searchedTo.number)}`;
  return (
    <div className="flex flex-wrap items-center justify-center gap-3 py-3">
      {isFetchNextPageError && <span className="text-danger">More runs could not be loaded.</span>}
      {isThin && (
        <span role="status" className="text-2">
          {isSearching
            ? `Looking through more runs, now ${from}`
            : `Runs ${from} are not looked at yet: no index has what this query asks for, so they are looked at one by one.`}
        </span>
      )}
      <Button isBusy={isFetchingNextPage || isSearching} onClick={() => void list.fetchNextPage()}>
        {isThin ? "Look further" : "Load more"}
      </Button>
    </div>
  );
}
