"use client";
import type { AnyNodeDefinition } from "#graph/define-node";
import { PortGlyph } from "#components/ui/port-glyph";
import { SearchList } from "#components/ui/search-list";
import { NodeIcon } from "../nodes/node-icon.tsx";
import { searchOffers } from "./offers.ts";
import type { Offer } from "./offers.ts";
import { kindsOf } from "./search-nodes.ts";

/** A search over nodes that would do, each with what comes of it. */
export function NodeList({
  offers,
  onChoose,
  emptyText,
}: {
  offers: readonly Offer[];
  onChoose: (offer: Offer) => void;
  emptyText: string;
}) {
  return (
    <SearchList
      label="Find a node"
      listLabel="Node types"
      size="sm"
      search={(query) => searchOffers(offers, query)}
      keyOf={({ key }) => key}
      emptyText={emptyText}
      onChoose={onChoose}
    >
      {({ definition, title, note }) => (
        <>
          <span className="text-2">
            <NodeIcon name={definition.icon} />
          </span>
          <span className="min-w-0 flex-1 truncate">{title}</span>
          {note === null ? (
            <KindGlyphs definition={definition} />
          ) : (
            <span className="max-w-24 shrink-0 truncate text-2xs text-2 tabular-nums">{note}</span>
          )}
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
