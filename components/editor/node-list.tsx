"use client";
import { useId, useState } from "react";
import type { AnyNodeDefinition } from "#graph/define-node";
import { PortGlyph } from "#components/ui/port-glyph";
import { classes } from "../ui/classes.ts";
import { NodeIcon } from "./node-icon.tsx";
import { kindsOf } from "./search-nodes.ts";

/** A search field over a list of node types, worked by arrows and Enter while the focus stays in the field. */
export function NodeList({
  search,
  onChoose,
  emptyText,
}: {
  search: (query: string) => AnyNodeDefinition[];
  onChoose: (definition: AnyNodeDefinition) => void;
  emptyText: string;
}) {
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState(0);
  const listId = useId();
  const results = search(query);
  const active = Math.min(chosen, results.length - 1);
  return (
    <>
      <input
        autoFocus
        role="combobox"
        aria-label="Find a node"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={results[active] ? `${listId}-${active}` : undefined}
        placeholder="Find a node"
        value={query}
        className="h-9 w-full border-b border-line bg-transparent px-3 text-sm outline-none focus-visible:shadow-none!"
        onChange={(event) => {
          setQuery(event.target.value);
          setChosen(0);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") setChosen(Math.min(active + 1, results.length - 1));
          else if (event.key === "ArrowUp") setChosen(Math.max(active - 1, 0));
          else if (event.key === "Enter" && results[active]) onChoose(results[active]);
          else return;
          event.preventDefault();
        }}
      />
      <ul id={listId} role="listbox" aria-label="Node types" className="max-h-72 overflow-y-auto p-1">
        {results.map((definition, index) => (
          <li
            key={definition.type}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === active}
            ref={(row) => {
              if (index === active) row?.scrollIntoView({ block: "nearest" });
            }}
            className={classes(
              "flex h-md cursor-default items-center gap-2 rounded-2 px-2 text-xs",
              index === active && "bg-selected",
            )}
            onPointerMove={() => setChosen(index)}
            onClick={() => onChoose(definition)}
          >
            <span className="text-2">
              <NodeIcon name={definition.icon} />
            </span>
            <span className="min-w-0 flex-1 truncate">{definition.title}</span>
            <KindGlyphs definition={definition} />
          </li>
        ))}
        {results.length === 0 && <li className="px-2 py-3 text-xs text-3">{emptyText}</li>}
      </ul>
    </>
  );
}

/** The kinds that a node type takes and gives, as port shapes. */
export function KindGlyphs({ definition }: { definition: AnyNodeDefinition }) {
  const kinds = kindsOf(definition);
  return (
    <span className="flex shrink-0 gap-px [--port-back:var(--surface-panel)]" title={kinds.join(", ")}>
      {kinds.slice(-3).map((kind) => (
        <PortGlyph key={kind} kind={kind} size={12} />
      ))}
    </span>
  );
}
