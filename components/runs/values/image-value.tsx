"use client";
import { useContentUrls } from "../content-urls-context.tsx";
import { Picture, pictureOf } from "./picture";
import type { ValueProps } from "./value-props.ts";
import { CloseImage } from "./viewers";

/** A picture; in a panel to be looked into closely. */
export function ImageValue(props: ValueProps<"image">) {
  const urls = useContentUrls();
  const { preview, record, size } = props;
  const source = pictureOf(record, size, urls);
  if (!source) return null;
  if (size !== "node") return <CloseImage {...props} size={size} />;
  return <Picture source={source} label={`Image, ${preview.width} × ${preview.height} px`} size={size} />;
}
