"use client";
import { useMemo, useState } from "react";
import { Segmented } from "#components/ui/segmented";
import { bytesPerElement } from "#graph/tensor-elements";
import { formatCount, formatQuantity, formatValue } from "../../ui/format-number.ts";
import { Beside } from "./beside";
import { ContentFailed, ContentLoading } from "./content-state";
import { Facts } from "./facts";
import { HeatMap } from "./heat-map";
import { Histogram } from "./histogram";
import { PlanePicker } from "./plane-picker";
import { tensorType } from "./tensor-type.ts";
import { overview, type Plane, planeOf } from "./tensor-plane.ts";
import { TensorValues } from "./tensor-values";
import { usePlane } from "./use-tensor.ts";
import type { CloseProps } from "./value-props.ts";

/** How the values of a tensor are spread, and the values: as colours and as numbers, plane by plane. */
export function CloseTensor({ preview, record, size }: CloseProps<"tensor">) {
  const { shape, dtype, statistics } = preview;
  const [plane, setPlane] = useState<Plane>(() => planeOf(shape));
  const [view, setView] = useState<"colours" | "numbers">(dtype === "string" ? "numbers" : "colours");
  const [goTo, setGoTo] = useState<{ row: number; column: number } | null>(null);
  const count = shape.reduce((product, dim) => product * dim, 1);
  return (
    <Beside
      isWide={size === "large"}
      facts={
        <>
          <p className="mono wrap-anywhere text-xs">
            {tensorType(preview)} <span className="text-3">{formatQuantity(count, "element")}</span>
          </p>
          {statistics && <Spread statistics={statistics} />}
        </>
      }
    >
      {count === 0 ? (
        <p className="text-xs text-3">The tensor is empty: a dimension of it is 0.</p>
      ) : (
        <>
          <div className="flex flex-wrap items-center gap-2">
            {dtype !== "string" && (
              <Segmented
                label="View of the values"
                value={view}
                onChange={setView}
                className="w-fit"
                options={[
                  { value: "colours", label: "Heat map" },
                  { value: "numbers", label: "Values" },
                ]}
              />
            )}
          </div>
          <PlanePicker shape={shape} plane={plane} onChange={setPlane} />
          {view === "colours" ? (
            <Colours
              preview={preview}
              record={record}
              plane={plane}
              size={size}
              onPress={(row, column) => {
                setGoTo({ row, column });
              }}
            />
          ) : (
            <TensorValues
              // Another plane begins at its own beginning.
              key={`${plane.rows} ${plane.columns}`}
              record={record}
              preview={preview}
              plane={plane}
              goTo={goTo}
              maxHeightPx={size === "large" ? "calc(100dvh - 320px)" : 300}
            />
          )}
        </>
      )}
    </Beside>
  );
}

function Colours({
  preview,
  record,
  plane,
  size,
  onPress,
}: Pick<CloseProps<"tensor">, "preview" | "record" | "size"> & {
  plane: Plane;
  onPress: (row: number, column: number) => void;
}) {
  const { shape, dtype, statistics } = preview;
  const windows = useMemo(
    () => [overview(shape, plane, dtype === "string" ? 1 : bytesPerElement(dtype))],
    [shape, plane, dtype],
  );
  const window = windows[0]!;
  const { parts, error, retry } = usePlane({ record, preview, plane }, windows);
  // The plane before stays in view until the next one is there, so that a slider can be drawn along them.
  const [last, setLast] = useState(parts[0]);
  if (parts[0] && parts[0] !== last) setLast(parts[0]);
  const elements = parts[0] ?? last;
  if (error) return <ContentFailed label="values" error={error} onRetry={retry} />;
  if (!elements) return <ContentLoading label="the values" className="h-40 w-full" />;
  const isSampled = window.rows.step > 1 || window.columns.step > 1;
  return (
    <>
      <div aria-busy={!parts[0]}>
        <HeatMap elements={elements} range={statistics} size={size} onPress={onPress} />
      </div>
      {isSampled && (
        <p className="text-xs text-3">
          Every {ordinal(window.rows.step)} row and every {ordinal(window.columns.step)} column is shown; Values has
          all.
        </p>
      )}
    </>
  );
}

function ordinal(step: number): string {
  if (step === 1) return "single";
  const ending =
    step % 10 === 1 && step % 100 !== 11
      ? "st"
      : step % 10 === 2 && step % 100 !== 12
        ? "nd"
        : step % 10 === 3 && step % 100 !== 13
          ? "rd"
          : "th";
  return `${formatCount(step)}${ending}`;
}

function Spread({ statistics }: { statistics: NonNullable<CloseProps<"tensor">["preview"]["statistics"]> }) {
  return (
    <>
      <div className="rounded-3 border border-line bg-sunken px-3 pb-1.5 pt-3">
        <Histogram bins={statistics.histogram} min={statistics.min} max={statistics.max} heightPx={56} />
        <p className="mt-1 flex justify-between text-2xs tabular-nums text-3">
          <span>{formatValue(statistics.min)}</span>
          {statistics.sampled !== undefined && <span>{formatCount(statistics.sampled)} of all elements counted</span>}
          <span>{formatValue(statistics.max)}</span>
        </p>
      </div>
      <Facts
        facts={[
          ["mean", formatValue(statistics.mean)],
          ["std", formatValue(statistics.std)],
          ["NaN", formatCount(statistics.nanCount)],
          ["infinite", formatCount(statistics.infCount)],
        ]}
      />
    </>
  );
}
