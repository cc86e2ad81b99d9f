"use client";
import { useMemo, useState } from "react";
import type { Detection } from "#graph/values";
import { formatCount, formatQuantity } from "../../ui/format-number.ts";
import { useContentUrls } from "../content-urls-context.tsx";
import { Beside } from "./beside";
import { Box } from "./box-overlay";
import { ClassToggles } from "./class-toggles";
import { ContentFailed } from "./content-state";
import { DetectionsTable } from "./detections-table";
import { classesOf, readDetections } from "./findings.ts";
import { pictureOf } from "./picture";
import { ScoreSlider } from "./score-slider";
import { Stage } from "./stage";
import { useWholeJson } from "./use-content.ts";
import { usePicture } from "./use-picture.ts";
import type { CloseProps } from "./value-props.ts";
import type { Point } from "./zoom-view.ts";

/** More boxes than these hide the picture, and slow its moving. */
const MAX_DRAWN = 500;
const MAX_LABELLED = 25;

/** Boxes over their picture, linked to a table of them; by class and by score. */
export function CloseDetections({ preview, record, size, overImage }: CloseProps<"detections">) {
  const urls = useContentUrls();
  const { width, height, count } = preview;
  const whole = useWholeJson(record);
  const json = whole.state === "there" ? whole.json : null;
  const items = useMemo(
    () => (json === null ? preview.items : readDetections(json)).toSorted((a, b) => b.score - a.score),
    [json, preview.items],
  );
  const classes = useMemo(() => classesOf(items), [items]);
  const [hidden, setHidden] = useState<ReadonlySet<number>>(new Set());
  const [leastScore, setLeastScore] = useState(0);
  const [lit, setLit] = useState<Detection | null>(null);
  const source = pictureOf(overImage, size, urls);
  const { data: picture, error } = usePicture(source?.url ?? null);

  const shown = items.filter(({ classIndex, score }) => !hidden.has(classIndex) && !(score < leastScore));
  const drawn = shown.slice(0, MAX_DRAWN);
  return (
    <Beside
      isWide={size === "large"}
      order="picture"
      facts={
        <>
          {classes.length > 0 && <ClassToggles classes={classes} hidden={hidden} onChange={setHidden} />}
          {items.length > 1 && <ScoreSlider value={leastScore} onChange={setLeastScore} />}
          <p className="text-xs text-2" aria-live="polite">
            {shown.length === items.length
              ? formatQuantity(count, "object")
              : `${formatCount(shown.length)} of ${formatQuantity(count, "object")}`}
            {items.length < count && `, only the ${formatCount(items.length)} with the highest scores can be seen here`}
            {drawn.length < shown.length && `, the ${formatCount(drawn.length)} with the highest scores are drawn`}
          </p>
          {whole.state === "failed" && (
            <ContentFailed label="list of objects" error={whole.error} onRetry={whole.retry} />
          )}
          {shown.length > 0 && <DetectionsTable items={shown} lit={lit} onLight={setLit} size={size} />}
        </>
      }
    >
      <Stage
        label={`${formatQuantity(shown.length, "object")} on a picture of ${width} × ${height} px`}
        width={width}
        height={height}
        layers={picture ? [{ source: picture }] : []}
        readPixel={(pixel) => `${pixel.x}, ${pixel.y}: ${labelsAt(drawn, pixel)}`}
        onHover={(pixel) => setLit(pixel && (smallestAt(drawn, pixel) ?? null))}
        onPress={(pixel) => setLit(smallestAt(drawn, pixel) ?? null)}
        overlay={(unitPx) =>
          drawn.map((item, index) => (
            <Box
              key={index}
              item={item}
              unitPx={unitPx}
              hasLabel={lit === null ? drawn.length <= MAX_LABELLED : lit === item}
              isDim={lit !== null && lit !== item}
            />
          ))
        }
        size={size}
      />
      {error && <ContentFailed label="picture" error={error} />}
    </Beside>
  );
}

function isAt({ x, y, width, height }: Detection, pixel: Point): boolean {
  return pixel.x >= x && pixel.x <= x + width && pixel.y >= y && pixel.y <= y + height;
}

function smallestAt(items: readonly Detection[], pixel: Point): Detection | undefined {
  const area = ({ width, height }: Detection) => width * height;
  return items.filter((item) => isAt(item, pixel)).toSorted((a, b) => area(a) - area(b))[0];
}

function labelsAt(items: readonly Detection[], pixel: Point): string {
  const labels = items.filter((item) => isAt(item, pixel)).map(({ label }) => label.slice(0, 40));
  return labels.length === 0 ? "no object" : labels.slice(0, 3).join(", ");
}
