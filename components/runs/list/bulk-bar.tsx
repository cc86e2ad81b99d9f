"use client";
import { GitCompare, Play, Square, Star, Tag, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useMay } from "#components/shell/session-context";
import { Button } from "#components/ui/button";
import { compareHref } from "../../compare/compare-url.ts";
import { formatCount } from "../../ui/format-number.ts";
import { showToast } from "../../ui/toast-store.ts";
import type { RunRow } from "../run-row.ts";
import { useStar } from "../star/use-star.ts";
import { DeleteRunsDialog } from "./delete-runs-dialog";
import { TagRunsDialog } from "./tag-runs-dialog";
import { useMany } from "./use-many.ts";
import type { Selection } from "./use-selection.ts";

/** As many as `runs.replayMany` takes. */
const MOST_REPLAYED = 100;

/** What can be done to the chosen runs, and the way to choose all that match. */
export function BulkBar({
  selection,
  query,
  loaded,
  hasMore,
}: {
  selection: Selection;
  query: string;
  /** Those that are on the page, by id. */
  loaded: ReadonlyMap<string, Pick<RunRow, "tags" | "isStarred">>;
  /** More may match than the page has. */
  hasMore: boolean;
}) {
  const ids = [...selection.ids];
  const many = useMany({ query, onDone: selection.chooseAll });
  const mayDelete = useMay("editor");
  const [asking, setAsking] = useState<"tag" | "delete" | null>(null);
  const areStarred = ids.every((id) => loaded.get(id)?.isStarred);
  const { star, isBusy: isStarring } = useStar({
    onDone: (count, isStarred) =>
      showToast({ title: `${formatCount(count)} ${count === 1 ? "run" : "runs"} ${isStarred ? "" : "not "}starred` }),
  });
  const router = useRouter();
  const isAllLoaded = loaded.size > 0 && [...loaded.keys()].every((id) => selection.has(id));
  return (
    <div
      role="toolbar"
      aria-label="Chosen runs"
      className="flex min-h-10 flex-wrap items-center gap-2 border-b border-line px-4 py-1.5"
    >
      <span role="status" className="font-medium tabular-nums">
        {formatCount(ids.length)} chosen
      </span>
      <Button size="sm" icon={Square} isBusy={many.isCancelling} onClick={() => many.cancel(ids)}>
        Cancel
      </Button>
      <Button
        size="sm"
        icon={Play}
        isBusy={many.isReplaying}
        disabled={ids.length > MOST_REPLAYED}
        title={ids.length > MOST_REPLAYED ? `Up to ${MOST_REPLAYED} at once` : undefined}
        onClick={() => many.replay(ids)}
      >
        Replay
      </Button>
      <Button
        size="sm"
        icon={GitCompare}
        disabled={ids.length !== 2}
        title={ids.length === 2 ? undefined : "Two runs are compared: choose two"}
        onClick={() => router.push(compareHref(...inOrder(ids, [...loaded.keys()])))}
      >
        Compare
      </Button>
      <Button size="sm" icon={Tag} onClick={() => setAsking("tag")}>
        Tag…
      </Button>
      <Button size="sm" icon={Star} isBusy={isStarring} onClick={() => star(ids, !areStarred)}>
        {areStarred ? "Unstar" : "Star"}
      </Button>
      {mayDelete && (
        <Button size="sm" icon={Trash2} onClick={() => setAsking("delete")}>
          Delete…
        </Button>
      )}
      {isAllLoaded && hasMore && (
        <Button
          size="sm"
          variant="quiet"
          isBusy={many.isMatching}
          onClick={() => void many.findAll(ids).then((all) => selection.chooseAll(all))}
        >
          Choose all that match
        </Button>
      )}
      <Button size="sm" variant="quiet" onClick={() => selection.chooseAll([])}>
        Choose none
      </Button>
      {asking === "tag" && (
        <TagRunsDialog
          ids={ids}
          tags={[...new Set(ids.flatMap((id) => loaded.get(id)?.tags ?? []))]}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === "delete" && (
        <DeleteRunsDialog ids={ids} onClose={() => setAsking(null)} onDone={() => selection.chooseAll([])} />
      )}
    </div>
  );
}

/** Of two runs the older one is A: the list has the newest first. */
function inOrder([one, other]: readonly string[], newestFirst: readonly string[]): [string, string] {
  const isOneNewer = newestFirst.indexOf(one!) < newestFirst.indexOf(other!);
  return isOneNewer ? [other!, one!] : [one!, other!];
}
