"use client";
import { formatQuantity } from "../../ui/format-number.ts";
import { useContentUrls } from "../content-urls-context.tsx";
import { Picture, pictureOf } from "./picture";
import type { ValueProps } from "./value-props.ts";
import { CloseKeypoints } from "./viewers";

/** Points over their picture, linked to a table of them. On a node, how many there are. */
export function KeypointsValue(props: ValueProps<"keypoints">) {
  const urls = useContentUrls();
  const { preview, size, overImage } = props;
  if (size !== "node") return <CloseKeypoints {...props} size={size} />;
  const words = formatQuantity(preview.count, "point");
  const source = pictureOf(overImage, size, urls);
  return source ? <Picture source={source} label={words} size={size} /> : <p className="p-2 text-xs">{words}</p>;
}
