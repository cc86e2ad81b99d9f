"use client";
import { useMemo, useState } from "react";
import { Slider } from "#components/ui/slider";
import { useContentUrls } from "../content-urls-context.tsx";
import { ClassToggles } from "./class-toggles";
import { ContentFailed, ContentLoading } from "./content-state";
import { formatPercent } from "./format-fraction.ts";
import { colourClasses, countClasses, type MaskPixels } from "./mask-pixels.ts";
import { pictureOf } from "./picture";
import { Shares, SmallMask } from "./small-mask";
import { Stage } from "./stage";
import { useMask } from "./use-mask.ts";
import { usePicture } from "./use-picture.ts";
import type { CloseProps } from "./value-props.ts";

/** A mask pixel by pixel, where it is not too large for that. */
export function CloseMask(props: CloseProps<"mask">) {
  const mask = useMask(props.record, props.preview);
  if (mask.isTooLarge) return <SmallMask {...props} />;
  if (mask.error) {
    return (
      <div className="grid gap-2">
        <ContentFailed label="mask" error={mask.error} onRetry={() => void mask.refetch()} />
        <SmallMask {...props} />
      </div>
    );
  }
  if (!mask.data) return <ContentLoading label="the mask" className="h-40 w-full" />;
  return <DrawnMask {...props} mask={mask.data} />;
}

function DrawnMask({ mask, size, overImage }: CloseProps<"mask"> & { mask: MaskPixels }) {
  const urls = useContentUrls();
  const { width, height, labels, data } = mask;
  const [hidden, setHidden] = useState<ReadonlySet<number>>(new Set());
  const [opacity, setOpacity] = useState(0.65);
  const under = pictureOf(overImage, size, urls);
  const { data: picture } = usePicture(under?.url ?? null);
  const nameOf = (index: number) => labels[index] ?? `class ${index}`;
  const shares = useMemo(
    () =>
      countClasses({ labels, data }).map((count, index) => ({
        label: labels[index] ?? `class ${index}`,
        fraction: data.length === 0 ? 0 : count / data.length,
      })),
    [labels, data],
  );
  const drawn = useMemo(() => drawMask(mask, hidden), [mask, hidden]);
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      <Stage
        label={`Mask, ${width} × ${height} px`}
        width={width}
        height={height}
        layers={picture ? [{ source: picture }, { source: drawn, opacity }] : [{ source: drawn }]}
        readPixel={({ x, y }) => `${x}, ${y}: ${nameOf(data[y * width + x] ?? 0).slice(0, 40)}`}
        size={size}
      />
      <ClassToggles
        classes={shares.flatMap(({ label, fraction }, classIndex) =>
          classIndex > 0 && fraction > 0 ? [{ classIndex, label, words: formatPercent(fraction) }] : [],
        )}
        hidden={hidden}
        onChange={setHidden}
      />
      {picture && (
        <div className="flex items-center gap-2 text-xs">
          <span className="shrink-0 text-2">Mask over picture</span>
          <Slider
            label="How much the mask covers the picture"
            value={opacity}
            min={0}
            max={1}
            step={0.05}
            onChange={setOpacity}
          />
        </div>
      )}
      <Shares shares={shares} />
    </div>
  );
}

function drawMask({ width, height, data }: MaskPixels, hidden: ReadonlySet<number>): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, width);
  canvas.height = Math.max(1, height);
  if (data.length > 0)
    canvas.getContext("2d")?.putImageData(new ImageData(colourClasses(data, hidden), width, height), 0, 0);
  return canvas;
}
