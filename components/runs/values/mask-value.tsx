"use client";
import { useMemo, useState } from "react";
import { Slider } from "#components/ui/slider";
import { labelHue } from "#nodes/label-hues";
import { useContentUrls } from "../content-urls-context.tsx";
import { BarRow } from "./bar-row";
import { ClassToggles } from "./class-toggles";
import { ContentFailed, ContentLoading } from "./content-state";
import { formatPercent } from "./format-fraction.ts";
import { colourClasses, countClasses, type MaskPixels } from "./mask-pixels.ts";
import { Picture, pictureOf } from "./picture";
import { Stage } from "./stage";
import { useMask } from "./use-mask.ts";
import { usePicture } from "./use-picture.ts";
import type { PreviewSize, ValueProps } from "./value-props.ts";

/** Each class in its colour, over the picture where it is known, and how much of the picture each covers. */
export function MaskValue(props: ValueProps<"mask">) {
  const { preview, record, size } = props;
  const mask = useMask(record, size === "node" ? { width: Infinity, height: 1 } : preview);
  if (size === "node" || mask.isTooLarge) return <SmallMask {...props} />;
  if (mask.error) {
    return (
      <div className="grid gap-2">
        <ContentFailed label="mask" error={mask.error} onRetry={() => void mask.refetch()} />
        <SmallMask {...props} />
      </div>
    );
  }
  if (!mask.data) return <ContentLoading label="the mask" className="h-40 w-full" />;
  return <CloseMask {...props} mask={mask.data} size={size} />;
}

/** From the picture that was made when the mask was recorded. */
function SmallMask({ preview, size, overImage }: ValueProps<"mask">) {
  const urls = useContentUrls();
  const { width, height, fractions, thumbnail } = preview;
  const maskUrl = thumbnail && urls.contentUrl(thumbnail);
  const under = pictureOf(overImage, size, urls);
  const picture = (
    <Picture
      source={under ?? { url: maskUrl, widthPx: width, heightPx: height }}
      label={`Mask, ${width} × ${height} px`}
      size={size}
    >
      {under && maskUrl && (
        <image
          href={maskUrl}
          width={under.widthPx}
          height={under.heightPx}
          preserveAspectRatio="none"
          opacity={0.7}
          style={{ imageRendering: "pixelated" }}
        />
      )}
    </Picture>
  );
  if (size === "node") return picture;
  return (
    <div className="grid min-w-0 gap-2">
      {picture}
      <Shares shares={fractions} />
    </div>
  );
}

function Shares({ shares }: { shares: readonly { label: string; fraction: number }[] }) {
  return (
    <ul aria-label="Part of the picture that each class covers" className="text-xs">
      {shares.map((part, index) => (
        <BarRow
          key={index}
          label={part.label}
          fraction={part.fraction}
          value={formatPercent(part.fraction)}
          // Index 0 is the background, which has no colour.
          colour={index === 0 ? undefined : labelHue(index)}
        />
      ))}
    </ul>
  );
}

function CloseMask({
  mask,
  size,
  overImage,
}: ValueProps<"mask"> & { mask: MaskPixels; size: Exclude<PreviewSize, "node"> }) {
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
