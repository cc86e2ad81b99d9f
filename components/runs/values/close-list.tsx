"use client";
import { Download, LayoutGrid, List } from "lucide-react";
import { useMemo, useState } from "react";
import { Icon } from "#components/ui/icon";
import { IconButton } from "#components/ui/icon-button";
import { isRecordedList, type RecordedFlow, type RecordedList } from "#graph/recorded-values";
import { formatBytes } from "../../ui/format-bytes.ts";
import { formatCount, formatQuantity } from "../../ui/format-number.ts";
import { artifactName } from "../artifact-url.ts";
import { useContentUrls } from "../content-urls-context.tsx";
import { Beside } from "./beside";
import { LargeView } from "./large/large-view";
import { ItemsOpen, useItemPath } from "./large/value-place";
import { useListAround } from "./list-context";
import { ListGallery } from "./list-gallery";
import { type ItemComponent, ListItem } from "./list-item";
import { thumbnailOf } from "./list-tile";
import { reachableOf } from "./reachable-of.ts";
import type { PreviewSize } from "./value-props.ts";

export type CloseListProps = {
  list: RecordedList;
  overImage?: RecordedFlow | undefined;
  Item: ItemComponent;
  size: Exclude<PreviewSize, "node">;
};

/** A gallery of tiles or of rows, and its items one by one. */
export function CloseList({ list, overImage, Item, size }: CloseListProps) {
  const isShort = isShortList(list);
  const { path, onGo } = useItemPath();
  // In large the address may lead to an item.
  const wanted = size === "large" && (path[0] ?? -1) < reachableOf(list) ? path[0] : undefined;
  const [chosen, setChosen] = useState(
    () =>
      wanted ??
      Math.max(
        0,
        list.items.findIndex((item) => item !== null),
      ),
  );
  // What is read better one by one begins so; words and numbers begin as rows.
  const [isOpen, setIsOpen] = useState(!isShort || wanted !== undefined);
  const within = useMemo(
    () => ({
      path: chosen === wanted ? path.slice(1) : [],
      onGo: (rest: readonly number[]) => onGo([chosen, ...rest]),
    }),
    [chosen, wanted, path, onGo],
  );
  function choose(index: number) {
    setChosen(index);
    onGo([index]);
  }
  const urls = useContentUrls();
  const [isGrid, setIsGrid] = useState(() => list.items.some((item) => thumbnailOf(item, urls)));
  const shown = reachableOf(list);
  const isReadable = shown === list.count;
  const isItem = useListAround() !== null;
  const gallery = (
    <ListGallery
      key={String(isGrid)}
      list={list}
      isGrid={isGrid}
      chosen={chosen}
      onChoose={isOpen ? choose : setChosen}
      onOpen={(index) => {
        choose(index);
        setIsOpen(true);
      }}
      maxHeightPx={size === "large" ? "calc(100dvh - 160px)" : isOpen ? 190 : 360}
    />
  );
  function back() {
    setIsOpen(false);
    onGo([]);
  }
  const item = (
    <ItemsOpen value={within}>
      <ListItem
        list={list}
        index={chosen}
        overImage={overImage}
        size={size}
        Item={Item}
        onGo={choose}
        onBack={isShort ? back : undefined}
      />
    </ItemsOpen>
  );
  // What is read as rows gives way to the item that was opened from them.
  const hasGallery = list.count > 1 && !isShort;
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      {isOpen && !hasGallery ? (
        item
      ) : !isOpen ? (
        gallery
      ) : (
        <Beside isWide={size === "large"} order="picture" facts={gallery}>
          {item}
        </Beside>
      )}
      <div className="flex flex-wrap items-center gap-1.5 text-xs text-3">
        <span className="tabular-nums">{formatQuantity(list.count, "item")}</span>
        {!isReadable && <span>the first {formatCount(shown)} can be seen here</span>}
        <span className="flex">
          <IconButton
            icon={LayoutGrid}
            label="Show as tiles"
            size="sm"
            isPressed={isGrid}
            onClick={() => setIsGrid(true)}
          />
          <IconButton icon={List} label="Show as rows" size="sm" isPressed={!isGrid} onClick={() => setIsGrid(false)} />
          {size === "panel" && !isItem && (
            <LargeView title={formatQuantity(list.count, "item")} item={isOpen ? chosen : undefined}>
              {() => <Item record={list} size="large" overImage={overImage} />}
            </LargeView>
          )}
        </span>
        {list.whole && list.whole.item === undefined && (
          <a
            href={urls.contentUrl(list.whole, artifactName("list", list.whole.mediaType))}
            download={artifactName("list", list.whole.mediaType)}
            className="ml-auto inline-flex min-h-6 items-center gap-1.5 text-2 underline decoration-(--border-strong) underline-offset-3"
          >
            <Icon icon={Download} size={12} />
            Download all <span className="text-3">{formatBytes(list.whole.sizeBytes)}</span>
          </a>
        )}
      </div>
    </div>
  );
}

/** Values that fit into a line each are read better as rows than one at a time. */
function isShortList(list: RecordedList): boolean {
  return list.items.every((item) => {
    if (item === null) return true;
    if (isRecordedList(item)) return false;
    const { preview } = item;
    return (
      preview.kind === "number" ||
      preview.kind === "boolean" ||
      preview.kind === "classification" ||
      (preview.kind === "text" && preview.length <= 120)
    );
  });
}
