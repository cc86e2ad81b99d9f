"use client";
import { ChevronRight, Search, Upload } from "lucide-react";
import { useState } from "react";
import type { AnyNodeDefinition } from "#graph/define-node";
import { categories } from "#graph/define-node";
import { Icon } from "#components/ui/icon";
import { Kbd } from "#components/ui/kbd";
import { Tooltip } from "#components/ui/tooltip";
import { addNodeOfType } from "../canvas/canvas-work.ts";
import { useEditor } from "../canvas/canvas-context.tsx";
import { useTools } from "../editor-tools.ts";
import { NodeIcon } from "../nodes/node-icon.tsx";
import { KindGlyphs } from "./node-list.tsx";
import { byUse } from "./node-use.ts";
import { categoryTitles, searchNodes } from "./search-nodes.ts";
import { useTouchDrag } from "./use-touch-drag.ts";

/** What a dragged palette entry carries. */
export const NODE_TYPE_MEDIA = "application/x-patchbay-node-type";

/** All node types by category. A click or Enter adds one beside the selection; dragging puts it where it is dropped. */
export function Palette() {
  const tools = useTools();
  const library = useEditor((state) => state.library);
  const [query, setQuery] = useState("");
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  // Of those that fit the words as well, what one uses most comes first; the categories keep their order.
  const found = searchNodes(
    query ? Object.fromEntries(byUse(Object.values(library)).map((one) => [one.type, one])) : library,
    query,
  );
  const add = (definition: AnyNodeDefinition) => addNodeOfType(tools, definition);
  return (
    <>
      <div className="p-2">
        <label className="flex h-sm items-center gap-1.5 rounded-2 border border-control bg-node px-1.5 text-xs focus-within:shadow-(--focus-ring)">
          <Icon icon={Search} size={14} className="text-3" />
          <input
            type="search"
            data-palette-search
            aria-label="Find a node"
            placeholder="Find a node"
            value={query}
            className="min-w-0 flex-1 bg-transparent outline-none focus-visible:shadow-none! [&::-webkit-search-cancel-button]:hidden"
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && query && found[0]) {
                add(found[0]);
                event.currentTarget.select();
              }
              if (event.key === "Escape") {
                if (query) setQuery("");
                else event.currentTarget.blur();
              }
              if (event.key === "ArrowDown") {
                event.preventDefault();
                event.currentTarget
                  .closest("[data-region]")
                  ?.querySelector<HTMLElement>("[data-palette-item]")
                  ?.focus();
              }
            }}
          />
          <Kbd>/</Kbd>
        </label>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2" onKeyDown={moveAmongItems}>
        {query ? (
          <ul aria-label="Node types found">
            {found.map((definition) => (
              <PaletteItem key={definition.type} definition={definition} onAdd={add} />
            ))}
            {found.length === 0 && (
              <li className="px-1.5 py-2 text-xs text-3">No node has that name, category or port kind.</li>
            )}
          </ul>
        ) : (
          categories.map((category) => {
            const members = found.filter((definition) => definition.category === category);
            if (members.length === 0) return null;
            const isOpen = !closed.has(category);
            return (
              <section key={category}>
                <h2>
                  <button
                    type="button"
                    aria-expanded={isOpen}
                    className="flex h-[26px] w-full items-center gap-1 rounded-2 text-2xs font-medium text-3 hover:text-1"
                    onClick={() => {
                      const next = new Set(closed);
                      if (isOpen) next.add(category);
                      else next.delete(category);
                      setClosed(next);
                    }}
                  >
                    <Icon icon={ChevronRight} size={12} className={isOpen ? "rotate-90" : undefined} />
                    {categoryTitles[category]}
                    <span className="ml-auto pr-1.5 tabular-nums">{members.length}</span>
                  </button>
                </h2>
                {isOpen && (
                  <ul className="pb-1.5">
                    {members.map((definition) => (
                      <PaletteItem key={definition.type} definition={definition} onAdd={add} />
                    ))}
                  </ul>
                )}
              </section>
            );
          })
        )}
      </div>
      <p className="flex h-[34px] shrink-0 items-center gap-2 border-t border-line px-3.5 text-2xs whitespace-nowrap text-3">
        <Icon icon={Upload} size={14} />
        Drop files on the canvas
      </p>
    </>
  );
}

function PaletteItem({
  definition,
  onAdd,
}: {
  definition: AnyNodeDefinition;
  onAdd: (definition: AnyNodeDefinition) => void;
}) {
  const { ui } = useTools();
  const { held, handlers } = useTouchDrag(definition.type);
  return (
    <li>
      <Tooltip content={definition.summary} side="right">
        <button
          type="button"
          draggable
          data-palette-item
          className="flex h-[26px] w-full cursor-grab! touch-pan-y items-center gap-2 rounded-2 pr-1 pl-1.5 text-left text-xs hover:bg-hover pointer-coarse:h-9"
          onClick={() => onAdd(definition)}
          onDragStart={(event) => {
            event.dataTransfer.setData(NODE_TYPE_MEDIA, definition.type);
            event.dataTransfer.effectAllowed = "copy";
            // What is dragged tells its content only when it is dropped, and wires answer before.
            ui.setState({ draggedType: definition.type });
          }}
          onDragEnd={() => ui.setState({ draggedType: null })}
          {...handlers}
        >
          <span className="text-2">
            <NodeIcon name={definition.icon} />
          </span>
          <span className="min-w-0 flex-1 truncate">{definition.title}</span>
          <KindGlyphs definition={definition} />
        </button>
      </Tooltip>
      {held && (
        <span
          aria-hidden
          style={{ left: held.x, top: held.y }}
          className="pointer-events-none fixed z-50 flex -translate-x-1/2 -translate-y-full items-center gap-2 rounded-3 border border-strong bg-node px-2.5 py-1.5 text-xs font-medium shadow-2"
        >
          <NodeIcon name={definition.icon} />
          {definition.title}
        </span>
      )}
    </li>
  );
}

function moveAmongItems(event: React.KeyboardEvent<HTMLElement>): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-palette-item]")];
  const here = items.indexOf(document.activeElement as HTMLElement);
  if (here === -1) return;
  event.preventDefault();
  items[here + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
}
