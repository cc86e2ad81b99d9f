import { PortGlyph } from "#components/ui/port-glyph";
import { formatBytes } from "../../ui/format-bytes.ts";
import type { ValueProps } from "./value-props.ts";

/** What a file, a video or a model is called and how large it is. */
export function FileValue({ preview, size }: ValueProps<"file" | "video" | "model">) {
  const detail =
    preview.kind === "model" ? preview.hash.slice(0, 12) : `${preview.mediaType}, ${formatBytes(preview.sizeBytes)}`;
  return (
    <div
      className={size === "node" ? "px-2 py-1.5 text-2xs" : "rounded-3 border border-line bg-node px-3 py-2 text-xs"}
    >
      <p className="flex items-center gap-1.5">
        <PortGlyph kind={preview.kind} size={12} />
        <span className="truncate font-medium" title={preview.name}>
          {preview.name}
        </span>
      </p>
      <p className="mono truncate text-3">{detail}</p>
    </div>
  );
}
