"use client";
import { labelHue } from "#nodes/label-hues";
import { useContentUrls } from "../content-urls-context.tsx";
import { BarRow } from "./bar-row";
import { formatPercent } from "./format-fraction.ts";
import { Picture, pictureOf } from "./picture";
import type { ValueProps } from "./value-props.ts";

/** From the picture that was made when the mask was recorded. */
export function SmallMask({ preview, size, overImage }: ValueProps<"mask">) {
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

export function Shares({ shares }: { shares: readonly { label: string; fraction: number }[] }) {
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
