"use client";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import { isRecordedList, type RecordedFlow, type RecordedList } from "#graph/recorded-values";
import { IconButton } from "#components/ui/icon-button";
import { formatCount, formatQuantity, formatValue } from "../../ui/format-number.ts";
import { artifactName, artifactUrl } from "../artifact-url.ts";
import { FilmStrip, thumbnailOf } from "./film-strip";
import { ListRows } from "./list-rows";
import type { PreviewSize } from "./value-props.ts";

type ItemProps = { record: RecordedFlow; size: PreviewSize; overImage?: RecordedFlow | undefined };
type Props = {
  list: RecordedList;
  overImage?: RecordedFlow | undefined;
  /** Shows one item; handed in, because an item may be a list again. */
  Item: React.ComponentType<ItemProps>;
};

/** A list as a small gallery: pictures as a film strip under the chosen one, short values as rows, everything else one by one. */
export function ListValue({ size, ...props }: Props & { size: PreviewSize }) {
  if (props.list.count === 0) {
    return <p className={size === "node" ? "px-2 py-1.5 text-xs text-3" : "text-3"}>An empty list</p>;
  }
  return size === "node" ? <ListOnNode {...props} /> : <ListInPanel {...props} />;
}

const MAX_TILES = 12;

function ListOnNode({ list, overImage, Item }: Props) {
  const leaves = leavesOf(list);
  const tiles = leaves.map(thumbnailOf).filter((tile) => tile !== null);
  if (tiles.length > 1) {
    const shown = tiles.slice(0, tiles.length > MAX_TILES ? MAX_TILES - 1 : MAX_TILES);
    const rest = leaves.length - shown.length;
    return (
      <div role="img" aria-label={formatQuantity(list.count, "image")} className="grid grid-cols-4 gap-0.5">
        {shown.map((tile, index) => (
          <img
            key={index}
            src={tile.url}
            alt=""
            loading="lazy"
            draggable={false}
            className="aspect-square w-full object-cover"
          />
        ))}
        {rest > 0 && (
          <span className="grid aspect-square place-items-center text-2xs text-2">+{formatCount(rest)}</span>
        )}
      </div>
    );
  }
  const words = plainWords(list);
  if (words !== null) return <p className="line-clamp-4 wrap-anywhere px-2 py-1.5 text-xs tabular-nums">{words}</p>;
  const first = firstItem(list);
  const pictures = overImage && isRecordedList(overImage) ? overImage.items : [];
  return (
    <div>
      {first ? (
        <Item record={first.item} size="node" overImage={pictures[first.index] ?? undefined} />
      ) : (
        <p className="px-2 py-1.5 text-xs text-3">No item came through</p>
      )}
      {list.count > 1 && <p className="px-2 pb-1 text-2xs text-3">1 of {formatCount(list.count)}</p>}
    </div>
  );
}

function ListInPanel({ list, overImage, Item }: Props) {
  const [chosen, setChosen] = useState(() => firstItem(list)?.index ?? 0);
  const index = Math.min(chosen, Math.max(0, list.items.length - 1));
  const item = list.items[index] ?? null;
  const pictures = overImage && isRecordedList(overImage) && overImage.count === list.count ? overImage.items : null;
  // Pictures that descend from one picture all lie on it.
  const under = pictures ? (pictures[index] ?? undefined) : overImage;
  if (isShort(list)) return <ListRows list={list} />;
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      <div className="flex items-center gap-1 text-xs tabular-nums text-2">
        <IconButton
          icon={ChevronLeft}
          label="Previous item"
          size="sm"
          disabled={index === 0}
          onClick={() => setChosen(index - 1)}
        />
        <span aria-live="polite">
          {formatCount(index + 1)} of {formatCount(list.count)}
        </span>
        <IconButton
          icon={ChevronRight}
          label="Next item"
          size="sm"
          disabled={index >= list.items.length - 1}
          onClick={() => setChosen(index + 1)}
        />
        {list.items.length < list.count && (
          <span className="ml-1 text-3">the first {formatCount(list.items.length)} can be seen here</span>
        )}
        {list.whole && (
          <a
            href={artifactUrl(list.whole.hash, artifactName("list", list.whole.mediaType))}
            download={artifactName("list", list.whole.mediaType)}
            className="ml-auto text-2 underline decoration-(--border-strong) underline-offset-3"
          >
            Download all
          </a>
        )}
      </div>
      {item ? (
        // A new item starts with its own page and its own lit box.
        <Item key={index} record={item} size="panel" overImage={under} />
      ) : (
        <p className="rounded-3 border border-line bg-sunken px-3 py-4 text-center text-xs text-3">
          Nothing came out for this item.
        </p>
      )}
      <FilmStrip items={list.items} chosen={index} onChoose={setChosen} />
    </div>
  );
}

function leavesOf(flow: RecordedFlow | null): RecordedFlow[] {
  if (flow === null) return [];
  return isRecordedList(flow) ? flow.items.flatMap(leavesOf) : [flow];
}

function firstItem(list: RecordedList): { item: RecordedFlow; index: number } | null {
  for (const [index, item] of list.items.entries()) if (item) return { item, index };
  return null;
}

/** "0, 0.5, 1 …": the first numbers of a list of numbers, null for any other. */
function plainWords(list: RecordedList): string | null {
  const shown = list.items.slice(0, MAX_TILES).map((item) => {
    if (item === null) return "–";
    if (isRecordedList(item) || item.preview.kind !== "number") return null;
    return typeof item.preview.value === "number" ? formatValue(item.preview.value) : item.preview.value;
  });
  if (shown.includes(null)) return null;
  return shown.join(", ") + (list.count > shown.length ? ` … (${formatCount(list.count)})` : "");
}

/** Values that fit into a line each are read better as rows than one at a time. */
function isShort(list: RecordedList): boolean {
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
