"use client";
import { formatQuantity } from "../../ui/format-number.ts";
import { useContentUrls } from "../content-urls-context.tsx";
import { Box } from "./box-overlay";
import { Picture, pictureOf } from "./picture";
import type { ValueProps } from "./value-props.ts";
import { CloseDetections } from "./viewers";

const MAX_DRAWN_ON_NODE = 200;

/** Boxes over their picture, or over an empty frame of its size; in a panel linked to a table of them. */
export function DetectionsValue(props: ValueProps<"detections">) {
  const urls = useContentUrls();
  const { preview, size, overImage } = props;
  if (size !== "node") return <CloseDetections {...props} size={size} />;
  const { width, height, items, count } = preview;
  const source = pictureOf(overImage, size, urls) ?? { url: null, widthPx: width, heightPx: height };
  return (
    <Picture source={source} label={formatQuantity(count, "object")} size={size}>
      {items.slice(0, MAX_DRAWN_ON_NODE).map((item, index) => (
        <Box key={index} item={item} unitPx={Math.max(width, height) / 156} hasLabel={false} isDim={false} />
      ))}
    </Picture>
  );
}
