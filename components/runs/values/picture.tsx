import type { ArtifactRef, RecordedFlow, RecordedValue } from "#graph/recorded-values";
import { isRecordedList } from "#graph/recorded-values";
import { classes } from "../../ui/classes.ts";
import type { ContentUrls } from "../artifact-url.ts";
import type { PreviewSize } from "./value-props.ts";

/** Above this the thumbnail is shown; the whole picture is a download. */
const MAX_SHOWN_BYTES = { panel: 6_000_000, large: 64_000_000 };
/** Pictures of few pixels are drawn as squares, so that each pixel can be seen. */
const PIXELATED_BELOW_PX = 96;

export type PictureSource = { url: string; widthPx: number; heightPx: number };

/** Where the picture of a recorded image is, or null when the record is none. */
export function pictureOf(
  record: RecordedFlow | null | undefined,
  size: PreviewSize,
  { contentUrl }: ContentUrls,
): PictureSource | null {
  if (!record || isRecordedList(record) || record.preview.kind !== "image") return null;
  const { width, height, thumbnail } = record.preview;
  return { url: contentUrl(shownArtifact(record, thumbnail, size)), widthPx: width, heightPx: height };
}

function shownArtifact(record: RecordedValue, thumbnail: ArtifactRef, size: PreviewSize): ArtifactRef {
  if (size === "node" || !("artifact" in record)) return thumbnail;
  const { mediaType, sizeBytes } = record.artifact;
  return /^image\/(png|jpeg|webp|gif|avif)$/.test(mediaType) && sizeBytes <= MAX_SHOWN_BYTES[size]
    ? record.artifact
    : thumbnail;
}

/** A picture in its own proportions, at most `maxHeightPx` high, with what lies over it drawn in the picture's pixels. */
export function Picture({
  source,
  label,
  size,
  children,
}: {
  source: PictureSource | { url: null; widthPx: number; heightPx: number };
  label: string;
  size: PreviewSize;
  /** SVG elements in coordinates of the picture. */
  children?: React.ReactNode;
}) {
  const { url, widthPx, heightPx } = source;
  const maxHeightPx = size === "node" ? 124 : 360;
  // A flat and a tall picture alike stay inside the well; small ones grow to be seen.
  const shownWidthPx = Math.round(Math.max(8, (widthPx / Math.max(1, heightPx)) * maxHeightPx));
  return (
    <div
      className={classes(
        "grid grid-cols-[minmax(0,1fr)] justify-items-center overflow-hidden bg-sunken",
        size !== "node" && "rounded-3 border border-line p-2.5",
      )}
    >
      <div
        className="relative max-w-full"
        style={{ width: shownWidthPx, aspectRatio: `${Math.max(1, widthPx)} / ${Math.max(1, heightPx)}` }}
      >
        {url === null ? (
          <div role="img" aria-label={label} className="bg-checks size-full bg-node" />
        ) : (
          // Artifacts are behind the session and have their size already: Next's optimiser has nothing to add.
          <img
            src={url}
            alt={label}
            loading="lazy"
            decoding="async"
            draggable={false}
            className={classes(
              "bg-checks block size-full",
              Math.max(widthPx, heightPx) < PIXELATED_BELOW_PX && "[image-rendering:pixelated]",
            )}
          />
        )}
        {children && (
          <svg
            aria-hidden
            viewBox={`0 0 ${widthPx} ${heightPx}`}
            preserveAspectRatio="none"
            className="absolute inset-0 size-full overflow-visible"
          >
            {children}
          </svg>
        )}
      </div>
    </div>
  );
}
