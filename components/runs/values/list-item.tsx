"use client";
import { ArrowLeft, ChevronLeft, ChevronRight } from "lucide-react";
import { IconButton } from "#components/ui/icon-button";
import { isRecordedList, type RecordedFlow, type RecordedList } from "#graph/recorded-values";
import { formatCount } from "../../ui/format-number.ts";
import { contentErrorOf } from "./content-error-of.ts";
import { ContentFailed, ContentLoading } from "./content-state";
import { useItemAction } from "./item-action";
import { InList } from "./list-context";
import { useListItems } from "./use-list-items.ts";
import type { PreviewSize } from "./value-props.ts";

export type ItemComponent = React.ComponentType<{
  record: RecordedFlow;
  size: PreviewSize;
  overImage?: RecordedFlow | undefined;
}>;

/** One item of a list, with the way to its neighbours: also by [ and ]. */
export function ListItem({
  list,
  index,
  overImage,
  size,
  Item,
  onGo,
  onBack,
}: {
  list: RecordedList;
  index: number;
  overImage?: RecordedFlow | undefined;
  size: Exclude<PreviewSize, "node">;
  /** Shows one item; handed in, because an item may be a list again. */
  Item: ItemComponent;
  onGo: (index: number) => void;
  onBack?: (() => void) | undefined;
}) {
  // The neighbours are read as well, so that going on shows them at once.
  const { itemAt, error, retry, reachable } = useListItems(list, [index, index + 1]);
  const parallel = overImage && isRecordedList(overImage) && overImage.count === list.count ? overImage : null;
  const pictures = useListItems(parallel ?? { count: 0, items: [] }, [index]);
  // Pictures that descend from one picture all lie on it.
  const under = parallel ? (pictures.itemAt(index) ?? undefined) : overImage;
  const item = itemAt(index);
  const action = useItemAction(index);
  const go = (step: number) => index + step >= 0 && index + step < reachable && onGo(index + step);
  return (
    <div
      className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2"
      onKeyDown={(event) => {
        // What it opens over the page has keys of its own.
        if (event.target instanceof Node && !event.currentTarget.contains(event.target)) return;
        if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
        if (event.key === "[") go(-1);
        else if (event.key === "]") go(1);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <div className="flex items-center gap-1 text-xs tabular-nums text-2">
        {onBack && <IconButton icon={ArrowLeft} label="Back to all items" size="sm" onClick={onBack} />}
        <IconButton
          icon={ChevronLeft}
          label="Previous item"
          shortcut="["
          size="sm"
          disabled={index === 0}
          onClick={() => go(-1)}
        />
        <span aria-live="polite">
          {formatCount(index + 1)} of {formatCount(list.count)}
        </span>
        <IconButton
          icon={ChevronRight}
          label="Next item"
          shortcut="]"
          size="sm"
          disabled={index >= reachable - 1}
          onClick={() => go(1)}
        />
        {action && <span className="ml-auto">{action}</span>}
      </div>
      {error && <ContentFailed label="item" error={contentErrorOf(error)} onRetry={retry} />}
      {item ? (
        <InList list={list} index={index}>
          {/* A new item starts with its own page and its own lit box. */}
          <Item key={index} record={item} size={size} overImage={under} />
        </InList>
      ) : item === null ? (
        <p className="rounded-3 border border-line bg-sunken px-3 py-4 text-center text-xs text-3">
          Nothing came out for this item.
        </p>
      ) : (
        !error && <ContentLoading label={`item ${index + 1}`} />
      )}
    </div>
  );
}
