"use client";
import type { AnyNodeDefinition } from "#graph/define-node";
import { PortGlyph } from "#components/ui/port-glyph";
import { SearchList } from "#components/ui/search-list";
import { NodeIcon } from "./node-icon.tsx";
import { kindsOf } from "./search-nodes.ts";

/** A search over node types. */
export function NodeList({
  search,
  onChoose,
  emptyText,
}: {
  search: (query: string) => AnyNodeDefinition[];
  onChoose: (definition: AnyNodeDefinition) => void;
  emptyText: string;
}) {
  return (
    <SearchList
      label="Find a node"
      listLabel="Node types"
      size="sm"
      search={search}
      keyOf={({ type }) => type}
      emptyText={emptyText}
      onChoose={onChoose}
    >
      {(definition) => (
        <>
          <span className="text-2">
            <NodeIcon name={definition.icon} />
          </span>
          <span className="min-w-0 flex-1 truncate">{definition.title}</span>
          <KindGlyphs definition={definition} />
        </>
      )}
    </SearchList>
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
