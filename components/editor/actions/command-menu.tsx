"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { Dialog } from "radix-ui";
import { useStore } from "zustand";
import { useTRPC } from "#components/trpc";
import { Kbd } from "#components/ui/kbd";
import { SearchList } from "#components/ui/search-list";
import type { CommandEntry } from "./command-entries.tsx";
import { commandEntries } from "./command-entries.tsx";
import type { EditorTools } from "../editor-tools.ts";
import { useTools } from "../editor-tools.ts";

/** Ctrl+K: any action, any node to add, and any node, run or workflow to go to. */
export function CommandMenu() {
  const tools = useTools();
  const isOpen = useStore(tools.ui, ({ dialog }) => dialog === "commands");
  return (
    <Dialog.Root open={isOpen} onOpenChange={(next) => tools.ui.setState({ dialog: next ? "commands" : null })}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-40 w-[calc(100vw-32px)] max-w-[520px] -translate-x-1/2 animate-appear overflow-hidden rounded-4 border border-strong bg-overlay shadow-3"
        >
          <Dialog.Title className="sr-only">Find or do anything</Dialog.Title>
          <CommandList tools={tools} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const MAX_RUNS = 100;

function CommandList({ tools }: { tools: EditorTools }) {
  const trpc = useTRPC();
  const router = useRouter();
  // Both come while one types; until then the list has all that is in the page.
  const { data: workflows = [] } = useQuery(trpc.workflows.list.queryOptions());
  const { data: runs = [] } = useQuery(
    trpc.runs.list.queryOptions(
      { workflowId: tools.workflowId, limit: MAX_RUNS },
      { select: ({ items }) => items, staleTime: 0 },
    ),
  );
  const places = { workflows, runs, goTo: (path: string) => router.push(path) };

  function run(entry: CommandEntry) {
    tools.ui.setState({ dialog: null });
    // After the dialog has given the focus back.
    setTimeout(entry.run, 0);
  }
  return (
    <SearchList
      label="Find or do anything"
      listLabel="Results"
      size="lg"
      search={(query) => commandEntries(tools, { query, places })}
      keyOf={({ key }) => key}
      emptyText="Nothing has that name."
      onChoose={run}
    >
      {({ icon, label, hint, keys }) => (
        <>
          <span className="grid w-4 place-items-center text-2">{icon}</span>
          <span className="min-w-0 flex-1 truncate">{label}</span>
          <span className="min-w-0 max-w-1/2 truncate text-2xs text-2">{hint}</span>
          {keys && <Kbd>{keys}</Kbd>}
        </>
      )}
    </SearchList>
  );
}
