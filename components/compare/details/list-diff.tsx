"use client";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import { IconButton } from "#components/ui/icon-button";
import { Segmented } from "#components/ui/segmented";
import type { RecordedFlow, RecordedList } from "#graph/recorded-values";
import type { ListDifference, ListItemState } from "#graph/value-differences";
import { contentErrorOf } from "../../runs/values/content-error-of.ts";
import { ContentFailed, ContentLoading } from "../../runs/values/content-state";
import { ValueAt } from "../../runs/values/large/value-place";
import { useListItems } from "../../runs/values/use-list-items.ts";
import { ValuePreview } from "../../runs/value-preview";
import { formatCount, formatQuantity } from "../../ui/format-number.ts";
import { rowKeys } from "../../ui/list-keys.ts";
import { differenceWords } from "../difference-words.ts";
import type { DifferenceProps, OverImages } from "../difference-view";
import { largePlace } from "../large-place.ts";
import { useComparedItems } from "../use-difference.ts";
import { itemShown, useShown } from "../use-shown.ts";

const PAGE_ITEMS = 20;
const stateWords: Record<ListItemState, string> = {
  same: "the same",
  differs: "differs",
  "only-a": "only in A",
  "only-b": "only in B",
  empty: "nothing in both",
};

type Props = Omit<DifferenceProps, "a" | "b"> & {
  difference: ListDifference;
  a: RecordedList;
  b: RecordedList;
  /** Shows one item; handed in, because an item may be a list again. */
  View: React.ComponentType<DifferenceProps>;
};

/** Two lists item by item, a page at a time, and below them the item that was chosen. */
export function ListDiff({ difference, place, a, b, overImages, View }: Props) {
  const [scope, setScope] = useState<"differing" | "all">("differing");
  const [from, setFrom] = useState(0);
  const [at, showAt] = useShown(place, "at");
  const { data, error, refetch } = useComparedItems(place, {
    from,
    count: PAGE_ITEMS,
    onlyDiffering: scope === "differing",
  });
  const named = itemShown(at, place.path);
  const chosen = named !== null && named < Math.max(a.count, b.count) ? named : null;
  const index = chosen ?? data?.items.find(({ state }) => state !== "same" && state !== "empty")?.index ?? null;
  const item = data?.items.find((one) => one.index === index);
  const { counts, same } = difference;
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <p className="text-xs tabular-nums text-2">
          {differenceWords(difference).words}; {formatCount(same)} the same.{" "}
          {counts[0] !== counts[1] && `${formatCount(counts[0])} items became ${formatCount(counts[1])}.`}
        </p>
        <Segmented
          label="Which items"
          className="ml-auto"
          value={scope}
          options={[
            { value: "differing", label: "That differ" },
            { value: "all", label: "All" },
          ]}
          onChange={(next) => {
            setScope(next);
            setFrom(0);
          }}
        />
      </div>
      {error && <ContentFailed label="items" error={new Error(error.message)} onRetry={() => void refetch()} />}
      {!data && !error && <ContentLoading label="the items" />}
      {data && (
        <>
          <ul data-rows aria-label="Items" className="max-h-60 overflow-y-auto rounded-3 border border-line text-xs">
            {data.items.map((one) => (
              <li key={one.index}>
                <button
                  type="button"
                  {...rowKeys}
                  aria-current={one.index === index || undefined}
                  onClick={() => showAt([...place.path, one.index].map((item) => item + 1).join("."))}
                  className="focus-inset flex min-h-8 w-full items-center gap-3 border-b border-line px-2.5 text-left tabular-nums hover:bg-hover aria-current:bg-selected"
                >
                  <span className="w-16 shrink-0">Item {formatCount(one.index + 1)}</span>
                  <span className="min-w-0 flex-1 truncate text-2">
                    {one.difference ? differenceWords(one.difference).words : stateWords[one.state]}
                  </span>
                  <span className="whitespace-nowrap text-2">
                    {one.difference && differenceWords(one.difference).number}
                  </span>
                </button>
              </li>
            ))}
          </ul>
          {data.total > PAGE_ITEMS && (
            <div className="flex items-center gap-1 text-xs tabular-nums text-2">
              <IconButton
                icon={ChevronLeft}
                label="Earlier items"
                size="sm"
                disabled={from === 0}
                onClick={() => setFrom(Math.max(0, from - PAGE_ITEMS))}
              />
              {formatCount(from + 1)} – {formatCount(Math.min(data.total, from + PAGE_ITEMS))} of{" "}
              {formatQuantity(data.total, "item")}
              <IconButton
                icon={ChevronRight}
                label="Later items"
                size="sm"
                disabled={from + PAGE_ITEMS >= data.total}
                onClick={() => setFrom(from + PAGE_ITEMS)}
              />
            </div>
          )}
        </>
      )}
      {index !== null && (
        <ChosenItem
          key={index}
          {...{ place, a, b, overImages, index, View }}
          state={item?.state ?? (index >= a.count ? "only-b" : index >= b.count ? "only-a" : "differs")}
        />
      )}
    </div>
  );
}

function ChosenItem({
  place,
  a,
  b,
  overImages,
  index,
  state,
  View,
}: Omit<Props, "difference"> & { index: number; state: ListItemState }) {
  const [before, after] = [useListItems(a, [index]), useListItems(b, [index])];
  const over: OverImages = { a: useOver(overImages.a, a, index), b: useOver(overImages.b, b, index) };
  const [one, other] = [before.itemAt(index), after.itemAt(index)];
  const error = before.error ?? after.error;
  const name = `Item ${formatCount(index + 1)}`;
  return (
    <section aria-label={name} className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3 border-t border-line pt-3">
      <h3 className="text-xs">{name}</h3>
      {error ? (
        <ContentFailed label="item" error={contentErrorOf(error)} onRetry={before.error ? before.retry : after.retry} />
      ) : one && other && state !== "same" ? (
        <View place={{ ...place, path: [...place.path, index] }} a={one} b={other} overImages={over} />
      ) : one === undefined && index < a.count ? (
        <ContentLoading label="the item" />
      ) : other === undefined && index < b.count ? (
        <ContentLoading label="the item" />
      ) : (
        <>
          <p className="text-xs text-2">{capital(stateWords[state])}.</p>
          {(other ?? one) && (
            <ValueAt place={largePlace({ ...place, path: [...place.path, index] }, other ? "B" : "A")}>
              <ValuePreview record={(other ?? one)!} size="panel" overImage={other ? over.b : over.a} />
            </ValueAt>
          )}
        </>
      )}
    </section>
  );
}

/** Of pictures that are a list as long as this one, the parallel one; else the one that they all lie on. */
function useOver(overImage: RecordedFlow | undefined, list: RecordedList, index: number): RecordedFlow | undefined {
  const parallel = overImage && "items" in overImage && overImage.count === list.count ? overImage : null;
  const { itemAt } = useListItems(parallel ?? { count: 0, items: [] }, parallel ? [index] : []);
  return parallel ? (itemAt(index) ?? undefined) : overImage;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
