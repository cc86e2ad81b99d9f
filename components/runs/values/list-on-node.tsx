import { isRecordedList, type RecordedFlow, type RecordedList } from "#graph/recorded-values";
import { formatCount, formatQuantity, formatValue } from "../../ui/format-number.ts";
import type { ItemComponent } from "./list-item";
import { useContentUrls } from "../content-urls-context.tsx";
import { thumbnailOf } from "./list-tile";

const MAX_TILES = 12;

/** A list on a node: small pictures, some numbers, or its first item. */
export function ListOnNode({
  list,
  overImage,
  Item,
}: {
  list: RecordedList;
  overImage?: RecordedFlow | undefined;
  Item: ItemComponent;
}) {
  const urls = useContentUrls();
  const leaves = leavesOf(list);
  const tiles = leaves.map((leaf) => thumbnailOf(leaf, urls)).filter((tile) => tile !== null);
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
