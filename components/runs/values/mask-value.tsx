import { labelHue } from "#nodes/label-hues";
import { artifactUrl } from "../artifact-url.ts";
import { BarRow } from "./bar-row";
import { formatPercent } from "./format-fraction.ts";
import { Picture, pictureOf } from "./picture";
import type { ValueProps } from "./value-props.ts";

/** Each class in its colour, over the picture where it is known, and how much of the picture each covers. */
export function MaskValue({ preview, size, overImage }: ValueProps<"mask">) {
  const { width, height, fractions, thumbnail } = preview;
  const maskUrl = artifactUrl(thumbnail.hash);
  const under = pictureOf(overImage, size);
  const label = `Mask, ${width} × ${height} px`;
  const picture = (
    <Picture source={under ?? { url: maskUrl, widthPx: width, heightPx: height }} label={label} size={size}>
      {under && (
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
      <ul aria-label="Part of the picture that each class covers" className="text-xs">
        {fractions.map((part, index) => (
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
    </div>
  );
}
