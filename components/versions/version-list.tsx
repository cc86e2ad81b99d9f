"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import { useTRPC, useTRPCClient } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Chip } from "#components/ui/chip";
import { ErrorState } from "#components/ui/error-state";
import { Icon } from "#components/ui/icon";
import { Loading, Skeleton } from "#components/ui/skeleton";
import { formatQuantity } from "../ui/format-number.ts";
import { groupVersions } from "./group-versions.ts";
import type { VersionGroup } from "./group-versions.ts";
import { VersionItem } from "./version-item.tsx";
import type { ShownVersions } from "./version-url.ts";

type Props = { workflowId: string; shown: ShownVersions; onShow: (shown: ShownVersions) => void };

/** All saves of a workflow, newest first, page by page. */
export function VersionList({ workflowId, shown, onShow }: Props) {
  const [onlyNamed, setOnlyNamed] = useState(false);
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useVersions(workflowId, onlyNamed);
  const groups = groupVersions(data?.pages.flatMap(({ items }) => items) ?? []);
  return (
    <section className="flex min-h-0 flex-1 flex-col">
      <header className="flex items-center gap-2 px-3 py-2">
        <h2 className="flex-1 text-sm">Version history</h2>
        <Chip isPressed={onlyNamed} onPress={() => setOnlyNamed(!onlyNamed)}>
          Named only
        </Chip>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-1.5 pb-3">
        {error && <ErrorState title="The history cannot be shown">{error.message}</ErrorState>}
        {!data && !error && (
          <Loading label="Loading the history" className="grid gap-2 p-2">
            <Skeleton className="h-10" />
            <Skeleton className="h-10" />
          </Loading>
        )}
        {data && groups.length === 0 && (
          <p className="p-2 text-xs text-3">No version has a name yet. Give one with the pencil beside it.</p>
        )}
        <ul aria-label="Versions">
          {groups.map((group) => (
            <Group key={group.newest.number} group={group} workflowId={workflowId} shown={shown} onShow={onShow} />
          ))}
        </ul>
        {hasNextPage && (
          <Button size="sm" className="m-1.5" isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show older versions
          </Button>
        )}
      </div>
    </section>
  );
}

function Group({ group: { newest, versions }, ...rest }: Props & { group: VersionGroup }) {
  const [isOpen, setIsOpen] = useState(false);
  const { shown } = rest;
  const shownNumbers = shown.kind === "one" ? [shown.version] : [shown.before, shown.after];
  const hides = versions.slice(1);
  const areShown = isOpen || hides.some(({ number }) => shownNumbers.includes(number));
  return (
    <>
      <VersionItem version={newest} {...rest} />
      {hides.length > 0 && (
        <li>
          <button
            type="button"
            aria-expanded={areShown}
            className="ml-2 flex h-6 items-center gap-1 rounded-2 px-1.5 text-2xs text-3 hover:bg-hover"
            onClick={() => setIsOpen(!areShown)}
          >
            <Icon icon={areShown ? ChevronDown : ChevronRight} size={12} />
            {formatQuantity(hides.length, "save")} before it
          </button>
        </li>
      )}
      {areShown && hides.map((version) => <VersionItem key={version.number} version={version} {...rest} />)}
    </>
  );
}

function useVersions(workflowId: string, onlyNamed: boolean) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const input = { workflowId, onlyNamed };
  return useInfiniteQuery({
    queryKey: trpc.workflows.versions.infiniteQueryKey(input),
    queryFn: ({ pageParam, signal }) =>
      client.workflows.versions.query({ ...input, ...(pageParam !== null && { cursor: pageParam }) }, { signal }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}
