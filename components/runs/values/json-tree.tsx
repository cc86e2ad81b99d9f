"use client";
import { ChevronRight } from "lucide-react";
import { useDeferredValue, useEffect, useId, useMemo, useRef, useState } from "react";
import { CopyButton } from "#components/ui/copy-button";
import { Icon } from "#components/ui/icon";
import type { JsonValue } from "#graph/json";
import { formatQuantity } from "../../ui/format-number.ts";
import {
  findInJson,
  idsAlong,
  type JsonRow,
  jsonRows,
  type JsonStep,
  MAX_FOUND,
  openTo,
  pathText,
} from "./json-rows.ts";
import { printable } from "./text-lines.ts";
import { TextSearch } from "./text-search";
import { type VirtualHandle, VirtualRows } from "./virtual-rows";

const ROW_PX = 22;
const MAX_SHOWN_CHARACTERS = 400;

type Own = { open: ReadonlySet<string>; chosenId: string; match: readonly JsonStep[] | undefined };

/** JSON to unfold: arrows move, right unfolds, left folds or goes up. The path of the chosen entry can be copied. */
export function JsonTree({ json, maxHeightPx }: { json: JsonValue; maxHeightPx: number | string }) {
  const treeId = useId();
  const handle = useRef<VirtualHandle>(null);
  const [wanted, setWanted] = useState("");
  const searched = useDeferredValue(wanted);
  const found = useMemo(() => findInJson(json, searched), [json, searched]);
  const [at, setAt] = useState(0);
  const match = found[Math.min(at, found.length - 1)];
  // What a person unfolded and chose since the match that is gone to; a new match is unfolded and chosen itself.
  const [own, setOwn] = useState<Own>(() => ({ open: openTo(json, 3), chosenId: "[]", match: undefined }));
  const { open, chosenId } = useMemo(
    () =>
      match === undefined || own.match === match
        ? own
        : { open: new Set([...own.open, ...idsAlong(json, match)]), chosenId: JSON.stringify(match) },
    [json, match, own],
  );
  const rows = useMemo(() => jsonRows(json, open), [json, open]);
  const chosen = Math.max(
    0,
    rows.findIndex(({ id }) => id === chosenId),
  );

  useEffect(() => {
    handle.current?.scrollToIndex(chosen);
  }, [chosen]);

  const choose = (id: string) => setOwn({ open, chosenId: id, match });
  function toggle(row: JsonRow, isOpen: boolean) {
    const next = new Set(open);
    if (isOpen) next.add(row.id);
    else next.delete(row.id);
    setOwn({ open: next, chosenId: row.id, match });
  }
  function parentOf(index: number): number {
    const { depth } = rows[index]!;
    let parent = index;
    while (parent > 0 && rows[parent]!.depth >= depth) parent--;
    return parent;
  }
  function onKeyDown(event: React.KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rows[chosen];
    if (!row) return;
    let next = chosen;
    if (event.key === "ArrowDown") next = Math.min(rows.length - 1, chosen + 1);
    else if (event.key === "ArrowUp") next = Math.max(0, chosen - 1);
    else if (event.key === "Home") next = 0;
    else if (event.key === "End") next = rows.length - 1;
    else if (event.key === "ArrowRight" && row.isOpen === false) toggle(row, true);
    else if (event.key === "ArrowRight") next = row.isOpen ? chosen + 1 : chosen;
    else if (event.key === "ArrowLeft" && row.isOpen) toggle(row, false);
    else if (event.key === "ArrowLeft") next = parentOf(chosen);
    else if ((event.key === "Enter" || event.key === " ") && row.isOpen !== null) toggle(row, !row.isOpen);
    else return;
    event.preventDefault();
    if (next !== chosen) choose(rows[next]!.id);
  }

  const path = pathText(rows[chosen]?.path ?? []);
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1.5">
      <TextSearch
        label="Search keys and values"
        wanted={wanted}
        onChange={(next) => {
          setWanted(next);
          setAt(0);
        }}
        count={found.length}
        isMore={found.length === MAX_FOUND}
        at={at}
        onGo={setAt}
      />
      <VirtualRows
        role="tree"
        label="JSON"
        count={rows.length}
        rowPx={ROW_PX}
        maxHeightPx={maxHeightPx}
        handle={handle}
        className="mono rounded-3 border border-line bg-sunken py-1 text-xs"
        onKeyDown={onKeyDown}
        aria-activedescendant={`${treeId}-${chosen}`}
        renderRow={(index) => {
          const row = rows[index]!;
          return (
            <div
              id={`${treeId}-${index}`}
              role="treeitem"
              tabIndex={-1}
              aria-level={row.depth + 1}
              aria-selected={index === chosen}
              {...(row.isOpen !== null && { "aria-expanded": row.isOpen })}
              onClick={() => {
                if (row.isOpen === null) choose(row.id);
                else toggle(row, !row.isOpen);
              }}
              className="flex h-full cursor-default items-center gap-1 whitespace-pre px-2 hover:bg-hover aria-selected:bg-selected"
              style={{ paddingLeft: 8 + row.depth * 14 }}
            >
              <span className="grid size-3 shrink-0 place-items-center">
                {row.isOpen !== null && (
                  <Icon icon={ChevronRight} size={12} className={row.isOpen ? "rotate-90" : ""} />
                )}
              </span>
              {row.name !== null && <span className="text-2">{printable(row.name)}:</span>}
              <Words row={row} />
            </div>
          );
        }}
      />
      <p className="flex min-w-0 items-center gap-1 text-xs text-3">
        <span className="mono truncate" title={path}>
          {printable(path)}
        </span>
        <CopyButton label="Copy the path" text={path} />
      </p>
    </div>
  );
}

function Words({ row: { value, isOpen, entryCount, group } }: { row: JsonRow }) {
  if (group) return <span className="text-3">{formatQuantity(entryCount, "entry", "entries")}</span>;
  if (Array.isArray(value)) {
    return <span className="text-3">{isOpen ? "[" : `[ ${formatQuantity(entryCount, "item")} ]`}</span>;
  }
  if (typeof value === "object" && value !== null) {
    return <span className="text-3">{isOpen ? "{" : `{ ${formatQuantity(entryCount, "key")} }`}</span>;
  }
  if (typeof value === "string") {
    const start = value.slice(0, MAX_SHOWN_CHARACTERS);
    return (
      <span>
        “{printable(start)}”{value.length > start.length && "…"}
      </span>
    );
  }
  return <span className="font-medium">{String(value)}</span>;
}
