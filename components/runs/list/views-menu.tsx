"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark, BookmarkPlus, Check, Pencil, RefreshCw, Trash2 } from "lucide-react";
import { useState } from "react";
import { useMay } from "#components/shell/session-context";
import { type RouterOutputs, useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "#components/ui/menu";
import { showToast } from "../../ui/toast-store.ts";
import { columnsOf, type RunColumn } from "./run-columns.ts";
import { RemoveViewDialog, ViewNameDialog } from "./view-dialogs";

export type RunView = RouterOutputs["runViews"]["list"][number];
type Asking = { kind: "create" } | { kind: "rename"; view: RunView } | { kind: "remove"; view: RunView };

/** Queries with their columns that the workspace keeps under names. The one that is shown can be renamed, changed and deleted. */
export function ViewsMenu({
  query,
  columns,
  onChoose,
}: {
  query: string;
  columns: readonly RunColumn[];
  onChoose: (view: RunView) => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const mayChange = useMay("runner");
  const { data: views = [] } = useQuery(trpc.runViews.list.queryOptions());
  const [asking, setAsking] = useState<Asking | null>(null);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const isShown = (view: RunView) => view.query === query && columnsOf(view.columns).join() === columns.join();
  // The one that was chosen stays at hand when its query is edited, to be changed to that.
  const shown = views.find(isShown);
  const current = shown ?? views.find(({ id }) => id === chosenId);
  const change = useMutation(
    trpc.runViews.change.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.runViews.list.queryFilter()),
      onError: (error) => showToast({ tone: "failed", title: "The view was not changed", description: error.message }),
    }),
  );

  return (
    <>
      <Menu
        trigger={
          <Button icon={Bookmark}>
            {shown ? <span className="max-w-40 truncate leading-normal">{shown.name}</span> : "Saved views"}
          </Button>
        }
      >
        {views.length === 0 && <MenuLabel>No view has been saved yet</MenuLabel>}
        {views.map((view) => (
          <MenuItem
            key={view.id}
            icon={view.id === shown?.id ? Check : Bookmark}
            onSelect={() => {
              setChosenId(view.id);
              onChoose(view);
            }}
          >
            <span className="block max-w-72 truncate">{view.name}</span>
          </MenuItem>
        ))}
        {mayChange && (
          <>
            <MenuSeparator />
            <MenuItem icon={BookmarkPlus} onSelect={() => setAsking({ kind: "create" })}>
              Save this view…
            </MenuItem>
            {current && !shown && (
              <MenuItem
                icon={RefreshCw}
                onSelect={() => change.mutate({ viewId: current.id, query, columns: [...columns] })}
              >
                Change “{current.name}” to this
              </MenuItem>
            )}
            {current && (
              <>
                <MenuItem icon={Pencil} onSelect={() => setAsking({ kind: "rename", view: current })}>
                  Rename “{current.name}”…
                </MenuItem>
                <MenuItem icon={Trash2} isDangerous onSelect={() => setAsking({ kind: "remove", view: current })}>
                  Delete “{current.name}”…
                </MenuItem>
              </>
            )}
          </>
        )}
      </Menu>
      {(asking?.kind === "create" || asking?.kind === "rename") && (
        <ViewNameDialog
          view={asking.kind === "rename" ? asking.view : null}
          query={query}
          columns={columns}
          onClose={() => setAsking(null)}
        />
      )}
      {asking?.kind === "remove" && <RemoveViewDialog view={asking.view} onClose={() => setAsking(null)} />}
    </>
  );
}
