"use client";
import { useMemo } from "react";
import type { JsonObject } from "#graph/json";
import { isRecordedList, type RecordedFlow } from "#graph/recorded-values";
import { elementsOf } from "#graph/tensor-elements";
import { unpack } from "#graph/unpack";
import { formatCount, formatValue } from "../../ui/format-number.ts";
import { useContentUrls } from "../content-urls-context.tsx";
import { BarRow } from "./bar-row";
import { ContentFailed } from "./content-state";
import { Disclosure } from "./disclosure";
import { Facts } from "./facts";
import { useListAround } from "./list-context";
import { nearestTo } from "./nearest.ts";
import { inlineElements } from "./tensor-plane.ts";
import { useContent } from "./use-content.ts";
import { useListItems } from "./use-list-items.ts";
import type { CloseProps } from "./value-props.ts";
import { VectorBars } from "./vector-bars";

/** So many items of a list are compared with one another. */
const MAX_COMPARED = 1_000;
const MAX_NEIGHBOURS = 8;

/** All numbers of a vector, and which others of its list are nearest. */
export function CloseEmbedding({ preview, record, size }: CloseProps<"embedding">) {
  const around = useListAround();
  const { contentUrl } = useContentUrls();
  const artifact = "artifact" in record ? record.artifact : null;
  const { data, error, refetch } = useContent(artifact && contentUrl(artifact));
  const vector = useMemo(
    () =>
      (data ? (elementsOf("float32", unpack(data).payload) as Float32Array) : vectorOf(record)) ?? preview.firstValues,
    [data, record, preview.firstValues],
  );
  const finite = Array.from(vector).filter(Number.isFinite);
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2 text-xs">
      <div className="rounded-3 border border-line bg-sunken px-3 py-2">
        <VectorBars values={vector} length={preview.length} heightPx={size === "large" ? 220 : 64} />
      </div>
      {error && <ContentFailed label="vector" error={error} onRetry={() => void refetch()} />}
      <Facts
        facts={[
          ["numbers", formatCount(preview.length)],
          ["norm", formatValue(preview.norm)],
          ["least", finite.length === 0 ? "–" : formatValue(finite.reduce((least, value) => Math.min(least, value)))],
          ["greatest", finite.length === 0 ? "–" : formatValue(finite.reduce((most, value) => Math.max(most, value)))],
          ...(finite.length < vector.length
            ? ([["NaN, infinite", formatCount(vector.length - finite.length)]] as const)
            : []),
        ]}
      />
      <p className="mono line-clamp-4 wrap-anywhere text-2">
        {preview.firstValues.map((value) => formatValue(value)).join(", ")}
        {preview.firstValues.length < preview.length && ", …"}
      </p>
      {around && around.list.count > 1 && (
        <Disclosure label="Nearest in this list">{() => <Nearest {...around} />}</Disclosure>
      )}
    </div>
  );
}

/** What the record itself holds of the vector; null where it is kept elsewhere. */
function vectorOf(record: RecordedFlow | null | undefined): ArrayLike<number> | null {
  if (!record || isRecordedList(record) || record.kind !== "embedding" || !("inline" in record)) return null;
  const inline = record.inline as JsonObject & { vector?: (number | string)[] };
  return inline.vector ? inline.vector.map(Number) : (inlineElements(inline) as ArrayLike<number>);
}

function Nearest({ list, index }: NonNullable<ReturnType<typeof useListAround>>) {
  const count = Math.min(list.count, MAX_COMPARED);
  const places = useMemo(() => Array.from({ length: count }, (_, place) => place), [count]);
  const { itemAt } = useListItems(list, places);
  const vectors = places.map((place) => vectorOf(itemAt(place)));
  const found = nearestTo(vectors, index, MAX_NEIGHBOURS);
  const isLoading = places.some((place) => itemAt(place) === undefined);
  if (found.length === 0 && !isLoading) {
    return (
      <p className="text-3">No other vector of the list can be compared: they are too long, or of other lengths.</p>
    );
  }
  return (
    <div className="grid gap-1">
      <ul aria-label="Nearest by cosine">
        {found.map((neighbour) => (
          <BarRow
            key={neighbour.index}
            label={`Item ${formatCount(neighbour.index + 1)}`}
            fraction={Math.max(0, neighbour.similarity)}
            value={neighbour.similarity.toFixed(3)}
          />
        ))}
      </ul>
      <p className="text-3">
        Cosine{isLoading && ", still reading"}
        {list.count > count && `, among the first ${formatCount(count)} items`}
      </p>
    </div>
  );
}
