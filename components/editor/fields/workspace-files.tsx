"use client";
import { useQuery } from "@tanstack/react-query";
import { FolderOpen } from "lucide-react";
import { useState } from "react";
import type { FileRef } from "#graph/schema";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Popover } from "#components/ui/popover";
import { SearchList } from "#components/ui/search-list";
import { formatBytes } from "../../ui/format-bytes.ts";
import { isAccepted } from "./is-accepted.ts";

/** The files that workflows of the workspace hold already, to be used again without sending them anew. */
export function WorkspaceFiles({
  accept,
  isMany,
  onChoose,
}: {
  accept: readonly string[];
  /** Several can be chosen one after the other. */
  isMany: boolean;
  onChoose: (file: FileRef) => void;
}) {
  const trpc = useTRPC();
  const [isOpen, setOpen] = useState(false);
  const files = useQuery(trpc.files.list.queryOptions(undefined, { enabled: isOpen, staleTime: 10_000 }));
  const offered = files.data?.filter(({ file }) => isAccepted(file, accept)) ?? [];
  return (
    <Popover
      label="Files of this workspace"
      isOpen={isOpen}
      onOpenChange={setOpen}
      align="end"
      className="w-72"
      trigger={
        <Button size="sm" variant="quiet" icon={FolderOpen}>
          Workspace
        </Button>
      }
    >
      <SearchList
        label="Search files"
        listLabel="Files of this workspace"
        size="sm"
        search={(query) => offered.filter(({ file }) => file.name.toLowerCase().includes(query.trim().toLowerCase()))}
        keyOf={({ file }) => file.hash}
        emptyText={
          files.error
            ? files.error.message
            : files.isPending
              ? "Looking"
              : offered.length === 0
                ? "No workflow holds a file of this kind yet. Send one."
                : "No file has such a name."
        }
        onChoose={({ file }) => {
          if (!isMany) setOpen(false);
          onChoose(file);
        }}
      >
        {({ file, workflow }) => (
          <>
            <span className="min-w-0 flex-1 truncate">{file.name}</span>
            <span className="max-w-24 truncate text-2xs text-2">{workflow}</span>
            <span className="text-2xs text-2 tabular-nums">{formatBytes(file.sizeBytes)}</span>
          </>
        )}
      </SearchList>
    </Popover>
  );
}
