"use client";
import { useId, useState } from "react";
import { classes } from "./classes.ts";

const sizes = {
  sm: { field: "h-9 px-3 text-sm", list: "max-h-72 p-1", row: "h-md gap-2 px-2 text-xs", empty: "px-2 text-xs" },
  lg: {
    field: "h-11 px-4 text-md",
    list: "max-h-[50vh] p-1.5",
    row: "h-8 gap-2.5 px-2.5 text-sm",
    empty: "px-2.5 text-sm",
  },
} as const;

/** A search field over a list, worked by arrows and Enter while the focus stays in the field. */
export function SearchList<T>({
  label,
  listLabel,
  size,
  search,
  keyOf,
  emptyText,
  onChoose,
  children,
}: {
  /** Of the field; also what it shows while it is empty. */
  label: string;
  listLabel: string;
  size: keyof typeof sizes;
  search: (query: string) => readonly T[];
  keyOf: (item: T) => string;
  emptyText: string;
  onChoose: (item: T) => void;
  /** What a row shows. */
  children: (item: T) => React.ReactNode;
}) {
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState(0);
  const listId = useId();
  const items = search(query);
  const active = Math.min(chosen, items.length - 1);
  const activeItem = items[active];
  const look = sizes[size];
  return (
    <>
      <input
        autoFocus
        role="combobox"
        aria-label={label}
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={activeItem ? `${listId}-${active}` : undefined}
        placeholder={label}
        value={query}
        className={classes(
          "w-full border-b border-line bg-transparent outline-none focus-visible:shadow-none!",
          look.field,
        )}
        onChange={(event) => {
          setQuery(event.target.value);
          setChosen(0);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") setChosen(Math.min(active + 1, items.length - 1));
          else if (event.key === "ArrowUp") setChosen(Math.max(active - 1, 0));
          else if (event.key === "Enter" && activeItem) onChoose(activeItem);
          else return;
          event.preventDefault();
        }}
      />
      <ul id={listId} role="listbox" aria-label={listLabel} className={classes("overflow-y-auto", look.list)}>
        {items.map((item, index) => (
          <li
            key={keyOf(item)}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === active}
            ref={(row) => {
              if (index === active) row?.scrollIntoView({ block: "nearest" });
            }}
            className={classes(
              "flex cursor-default items-center rounded-2",
              look.row,
              index === active && "bg-selected",
            )}
            onPointerMove={() => setChosen(index)}
            onClick={() => onChoose(item)}
          >
            {children(item)}
          </li>
        ))}
      </ul>
      {/* Beside the list, which may hold options only, and told when it comes. */}
      <p role="status" className={classes("text-3", items.length === 0 && "py-3", items.length === 0 && look.empty)}>
        {items.length === 0 && emptyText}
      </p>
    </>
  );
}
