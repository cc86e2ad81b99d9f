"use client";
import { useRef, useState } from "react";
import type { Region } from "#nodes/region";
import { classes } from "../../ui/classes.ts";
import { drawnRegion, handles, movedRegion, resizedRegion } from "./region-geometry.ts";
import type { Handle, PicturePoint, PictureSize } from "./region-geometry.ts";

type Drag = { start: PicturePoint; region: Region; handle: Handle | "move" | "draw" };

const arrows: Record<string, PicturePoint> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
const LARGE_STEP_PX = 10;
const cursors: Record<string, string> = {
  "-1-1": "nwse-resize",
  "11": "nwse-resize",
  "1-1": "nesw-resize",
  "-11": "nesw-resize",
};

/**
 * A picture with a rectangle on it, which is drawn, moved and resized with the pointer, or with the arrow keys: 1 pixel, with
 * Shift 10, with Alt its size. A drag is told once, when it ends; Escape gives it up.
 */
export function RegionDrawing({
  url,
  label,
  size,
  region,
  isReadOnly,
  onSize,
  onChange,
  className,
}: {
  url: string;
  label: string;
  /** Null until the picture has shown how large it is. */
  size: PictureSize | null;
  region: Region | null;
  isReadOnly: boolean;
  onSize: (size: PictureSize) => void;
  onChange: (region: Region) => void;
  className?: string;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const [draft, setDraft] = useState<Region | null>(null);
  const shown = draft ?? region;

  function pointAt(event: React.PointerEvent, { width, height }: PictureSize): PicturePoint {
    const box = frame.current!.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) / box.width) * width,
      y: ((event.clientY - box.top) / box.height) * height,
    };
  }
  function begin(event: React.PointerEvent) {
    if (!size || isReadOnly || event.button !== 0) return;
    const start = pointAt(event, size);
    const grip = (event.target as HTMLElement).dataset.handle;
    const isMoved = grip === "move" && region !== null && !isWhole(region, size);
    const handle: Drag["handle"] = grip && grip !== "move" ? handles[Number(grip)]! : isMoved ? "move" : "draw";
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ start, region: region ?? drawnRegion(start, start, size), handle });
  }
  function follow(event: React.PointerEvent) {
    if (!drag || !size) return;
    const at = pointAt(event, size);
    const by = { x: at.x - drag.start.x, y: at.y - drag.start.y };
    if (drag.handle === "draw") setDraft(drawnRegion(drag.start, at, size));
    else if (drag.handle === "move") setDraft(movedRegion(drag.region, by, size));
    else setDraft(resizedRegion(drag.region, drag.handle, by, size));
  }
  function end(isKept: boolean) {
    if (isKept && draft) onChange(draft);
    setDrag(null);
    setDraft(null);
  }
  function onKeyDown(event: React.KeyboardEvent) {
    if (event.key === "Escape" && drag) end(false);
    else {
      const step = arrows[event.key];
      if (!step || !size || !region || isReadOnly) return;
      const reach = event.shiftKey ? LARGE_STEP_PX : 1;
      const by = { x: step.x * reach, y: step.y * reach };
      onChange(event.altKey ? resizedRegion(region, { x: 1, y: 1 }, by, size) : movedRegion(region, by, size));
    }
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      ref={frame}
      className={classes("relative touch-none overflow-hidden rounded-2 bg-checks select-none", className)}
      style={{ cursor: isReadOnly ? "default" : "crosshair" }}
      onPointerDown={begin}
      onPointerMove={follow}
      onPointerUp={() => end(true)}
      onPointerCancel={() => end(false)}
    >
      <img
        src={url}
        alt=""
        draggable={false}
        className="block w-full"
        onLoad={({ currentTarget }) => {
          if (!size) onSize({ width: currentTarget.naturalWidth, height: currentTarget.naturalHeight });
        }}
      />
      {size && shown && (
        <div
          tabIndex={0}
          role="group"
          aria-roledescription="region"
          aria-label={`${label}: ${shown.width} × ${shown.height} px at ${shown.x}, ${shown.y}. Arrow keys move it, with Alt they resize it.`}
          data-handle="move"
          className="group/region absolute focus-visible:shadow-none!"
          style={{ ...placeOf(shown, size), cursor: isReadOnly ? "default" : "move" }}
          onKeyDown={onKeyDown}
        >
          {/* Dark outside, and lines that show on dark and light pictures alike; the ring of the focus above them. */}
          <span
            className="pointer-events-none absolute inset-0"
            style={{ outline: "1px solid #ffffff", boxShadow: "0 0 0 2px #000000, 0 0 0 9999px #0000008c" }}
          />
          <span className="pointer-events-none absolute inset-0 group-focus-visible/region:shadow-(--focus-ring)" />
          {!isReadOnly &&
            handles.map((handle, index) => (
              <span
                key={index}
                data-handle={index}
                className="absolute size-2.5 -translate-1/2 rounded-1 pointer-coarse:size-5"
                style={{
                  background: "#ffffff",
                  border: "1px solid #000000",
                  left: `${(handle.x + 1) * 50}%`,
                  top: `${(handle.y + 1) * 50}%`,
                  cursor: cursors[`${handle.x}${handle.y}`] ?? (handle.x === 0 ? "ns-resize" : "ew-resize"),
                }}
              />
            ))}
        </div>
      )}
    </div>
  );
}

function isWhole(region: Region, size: PictureSize): boolean {
  return region.width === size.width && region.height === size.height;
}

function placeOf({ x, y, width, height }: Region, size: PictureSize): React.CSSProperties {
  return {
    left: `${(x / size.width) * 100}%`,
    top: `${(y / size.height) * 100}%`,
    width: `${(width / size.width) * 100}%`,
    height: `${(height / size.height) * 100}%`,
  };
}
