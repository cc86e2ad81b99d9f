import { Picture, pictureOf } from "./picture";
import type { ValueProps } from "./value-props.ts";

const channelWords: Record<number, string> = { 1: "grey", 3: "RGB", 4: "RGBA" };

export function ImageValue({ preview, record, size }: ValueProps<"image">) {
  const { width, height, channels } = preview;
  const source = pictureOf(record, size);
  if (!source) return null;
  const label = `Image, ${width} × ${height} px`;
  if (size === "node") return <Picture source={source} label={label} size={size} />;
  return (
    <figure className="grid min-w-0 gap-1">
      <Picture source={source} label={label} size={size} />
      <figcaption className="text-xs tabular-nums text-3">
        {width} × {height} px, {channelWords[channels] ?? `${channels} channels`}
      </figcaption>
    </figure>
  );
}
