"use client";
import { Dialog } from "radix-ui";
import { useStore } from "zustand";
import { Kbd } from "#components/ui/kbd";
import { SearchList } from "#components/ui/search-list";
import { addNodeOfType, goToNode } from "./canvas-work.ts";
import { cardOf } from "./card-of.ts";
import { editorActions } from "./editor-actions.ts";
import type { EditorTools } from "./editor-tools.ts";
import { useTools } from "./editor-tools.ts";
import { keysOf } from "./key-choices.ts";
import { isMacPlatform, keysText } from "./keys.ts";
import { NodeIcon } from "./node-icon.tsx";
import { searchNodes } from "./search-nodes.ts";

type Entry = { key: string; label: string; hint: string; keys?: string; icon?: React.ReactNode; run: () => void };

/** Ctrl+K: any action, any node to add, any node to go to. */
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

function CommandList({ tools }: { tools: EditorTools }) {
  function run(entry: Entry) {
    tools.ui.setState({ dialog: null });
    // After the dialog has given the focus back.
    setTimeout(entry.run, 0);
  }
  return (
    <SearchList
      label="Find or do anything"
      listLabel="Results"
      size="lg"
      search={(query) => entriesFor(tools, query)}
      keyOf={({ key }) => key}
      emptyText="Nothing has that name."
      onChoose={run}
    >
      {({ icon, label, hint, keys }) => (
        <>
          <span className="grid w-4 place-items-center text-2">{icon}</span>
          <span className="min-w-0 flex-1 truncate">{label}</span>
          <span className="text-2xs text-3">{hint}</span>
          {keys && <Kbd>{keys}</Kbd>}
        </>
      )}
    </SearchList>
  );
}

const MAX_ENTRIES = 40;

function entriesFor(tools: EditorTools, query: string): Entry[] {
  const { graph, library } = tools.editor.getState();
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (label: string) => words.every((word) => label.toLowerCase().includes(word));
  const isMac = isMacPlatform();
  const actions = editorActions
    .filter(
      ({ id, label, when }) => !/^(walk|nudge|escape|commands)/.test(id) && matches(label) && (when?.(tools) ?? true),
    )
    .map((action): Entry => {
      const { id, label, icon: Glyph, run } = action;
      const [chord] = keysOf(action);
      return {
        key: id,
        label,
        hint: "",
        ...(chord && { keys: keysText(chord, isMac) }),
        ...(Glyph && { icon: <Glyph size={14} aria-hidden /> }),
        run: () => run(tools),
      };
    });
  const nodes = Object.keys(graph.nodes).flatMap((nodeId): Entry[] => {
    const card = words.length > 0 ? cardOf(graph, library, nodeId) : null;
    if (!card || !matches(card.title)) return [];
    return [
      {
        key: `go-${nodeId}`,
        label: card.title,
        hint: "Go to node",
        icon: <NodeIcon name={card.icon} />,
        run: () => goToNode(tools, nodeId),
      },
    ];
  });
  const types = (tools.mayEdit && words.length > 0 ? searchNodes(library, query) : []).map((definition): Entry => ({
    key: `add-${definition.type}`,
    label: definition.title,
    hint: "Add node",
    icon: <NodeIcon name={definition.icon} />,
    run: () => addNodeOfType(tools, definition),
  }));
  return [...actions, ...nodes.slice(0, 12), ...types].slice(0, MAX_ENTRIES);
}
