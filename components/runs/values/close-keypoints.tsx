"use client";
import { useMemo, useState } from "react";
import { labelHue } from "#nodes/label-hues";
import { classes } from "../../ui/classes.ts";
import { formatCount, formatQuantity } from "../../ui/format-number.ts";
import { useContentUrls } from "../content-urls-context.tsx";
import { ContentFailed, ContentLoading } from "./content-state";
import { type Keypoint, readKeypoints } from "./findings.ts";
import { formatFraction } from "./format-fraction.ts";
import { pictureOf } from "./picture";
import { ScoreSlider } from "./score-slider";
import { Stage } from "./stage";
import { Swatch } from "./swatch";
import { useWholeJson } from "./use-content.ts";
import { usePicture } from "./use-picture.ts";
import type { CloseProps } from "./value-props.ts";
import { VirtualRows } from "./virtual-rows";

const MAX_DRAWN = 2_000;
const MAX_LABELLED = 30;

/** Points over their picture, linked to a table of them. */
export function CloseKeypoints({ preview, record, size, overImage }: CloseProps<"keypoints">) {
  const urls = useContentUrls();
  const { width, height, count } = preview;
  const whole = useWholeJson(record);
  const json = whole.state === "there" ? whole.json : null;
  const points = useMemo(() => (json === null ? [] : readKeypoints(json)), [json]);
  const [leastScore, setLeastScore] = useState(0);
  const [lit, setLit] = useState<number | null>(null);
  const source = pictureOf(overImage, size, urls);
  const { data: picture } = usePicture(source?.url ?? null);
  const words = formatQuantity(count, "point");
  if (whole.state === "failed")
    return <ContentFailed label="list of points" error={whole.error} onRetry={whole.retry} />;
  if (whole.state === "too-large")
    return <p className="text-xs text-2">{words}: too many to be drawn. Download them.</p>;
  if (whole.state === "loading") return <ContentLoading label="the points" className="h-40 w-full" />;

  const shown = points.map((point, index) => ({ point, index })).filter(({ point }) => !(point.score < leastScore));
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      <Stage
        label={`${formatQuantity(shown.length, "point")} on a picture of ${width} × ${height} px`}
        width={width}
        height={height}
        layers={picture ? [{ source: picture }] : []}
        overlay={(unitPx) =>
          shown
            .slice(0, MAX_DRAWN)
            .map(({ point, index }) => (
              <Dot
                key={index}
                point={point}
                colour={labelHue(index)}
                unitPx={unitPx}
                hasLabel={lit === null ? shown.length <= MAX_LABELLED : lit === index}
                isDim={lit !== null && lit !== index}
              />
            ))
        }
        size={size}
      />
      {points.length > 1 && <ScoreSlider value={leastScore} onChange={setLeastScore} />}
      <p className="text-xs text-2" aria-live="polite">
        {shown.length === count ? words : `${formatCount(shown.length)} of ${words}`}
        {shown.length > MAX_DRAWN && `, the first ${formatCount(MAX_DRAWN)} are drawn`}
      </p>
      {shown.length > 0 && (
        <div role="table" aria-label="Points" aria-rowcount={shown.length + 1} className="text-xs">
          <div role="rowgroup">
            <div role="row" className={classes(columns, "h-6 border-b border-line font-medium text-3")}>
              <span role="columnheader">label</span>
              {["score", "x", "y"].map((name) => (
                <span key={name} role="columnheader" className="text-right">
                  {name}
                </span>
              ))}
            </div>
          </div>
          <VirtualRows
            role="rowgroup"
            label="Points"
            count={shown.length}
            rowPx={26}
            maxHeightPx={size === "large" ? 420 : 288}
            renderRow={(at) => {
              const { point, index } = shown[at]!;
              return (
                <div
                  role="row"
                  aria-rowindex={at + 2}
                  onPointerEnter={() => setLit(index)}
                  onPointerLeave={() => setLit(null)}
                  className={classes(columns, "h-full border-b border-line hover:bg-hover")}
                >
                  <span role="cell" className="flex min-w-0 items-center gap-1.5">
                    <Swatch colour={labelHue(index)} />
                    <span dir="auto" className="truncate" title={point.label}>
                      {point.label}
                    </span>
                  </span>
                  {[formatFraction(point.score), point.x.toFixed(1), point.y.toFixed(1)].map((cell, column) => (
                    <span key={column} role="cell" className="truncate text-right tabular-nums">
                      {cell}
                    </span>
                  ))}
                </div>
              );
            }}
          />
        </div>
      )}
    </div>
  );
}

const columns = "grid grid-cols-[minmax(64px,1fr)_64px_64px_64px] items-center gap-1 px-1";

function Dot({
  point,
  colour,
  unitPx,
  hasLabel,
  isDim,
}: {
  point: Keypoint;
  colour: string;
  unitPx: number;
  hasLabel: boolean;
  isDim: boolean;
}) {
  return (
    <g opacity={isDim ? 0.25 : 1}>
      <circle cx={point.x} cy={point.y} r={4 * unitPx} fill={colour} stroke="#000000" strokeWidth={unitPx} />
      {hasLabel && (
        <text
          x={point.x + 7 * unitPx}
          y={point.y + 4 * unitPx}
          fontSize={11 * unitPx}
          fontWeight={600}
          fill="#ffffff"
          stroke="#000000"
          strokeWidth={3 * unitPx}
          paintOrder="stroke"
        >
          {point.label.slice(0, 24)}
        </text>
      )}
    </g>
  );
}
