import { formatQuantity } from "../../ui/format-number.ts";
import { Picture, pictureOf } from "./picture";
import type { ValueProps } from "./value-props.ts";

/** The record of keypoints holds no points, only how many: they stand beside their picture. */
export function KeypointsValue({ preview, size, overImage }: ValueProps<"keypoints">) {
  const words = formatQuantity(preview.count, "point");
  const source = pictureOf(overImage, size);
  if (!source) return <p className={size === "node" ? "p-2 text-xs" : undefined}>{words}</p>;
  return (
    <figure className="grid min-w-0 gap-1">
      <Picture source={source} label={words} size={size} />
      {size === "panel" && <figcaption className="text-xs text-2">{words}</figcaption>}
    </figure>
  );
}
