"use client";
import { useRef, useState } from "react";
import { Slider } from "#components/ui/slider";
import type { PictureSource } from "../../runs/values/picture";
import { SideBadge } from "../side-badge";

/** B over A, cut where the slider stands: drawn by hand, or moved by its keys. */
export function PictureSlider({ a, b }: { a: PictureSource; b: PictureSource }) {
  const [percent, setPercent] = useState(50);
  const frame = useRef<HTMLDivElement>(null);

  function follow(event: React.PointerEvent<HTMLDivElement>) {
    const bounds = frame.current?.getBoundingClientRect();
    if (!bounds || event.buttons === 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setPercent(Math.min(100, Math.max(0, ((event.clientX - bounds.left) / bounds.width) * 100)));
  }

  const { widthPx, heightPx } = a;
  const shownWidthPx = Math.round(Math.max(8, (widthPx / Math.max(1, heightPx)) * 420));
  const picture = "absolute inset-0 block size-full bg-node object-contain";
  return (
    <div className="grid min-w-0 gap-1">
      <div className="grid justify-items-center rounded-3 border border-line bg-sunken p-2.5">
        <div
          ref={frame}
          onPointerDown={follow}
          onPointerMove={follow}
          className="relative max-w-full cursor-ew-resize touch-none select-none overflow-hidden rounded-2"
          style={{ width: shownWidthPx, aspectRatio: `${Math.max(1, widthPx)} / ${Math.max(1, heightPx)}` }}
        >
          {/* Artifacts are behind the session and have their size already: Next's optimiser has nothing to add. */}
          <img src={a.url} alt="In A" draggable={false} className={picture} />
          <img
            src={b.url}
            alt="In B"
            draggable={false}
            className={picture}
            style={{ clipPath: `inset(0 0 0 ${percent}%)` }}
          />
          <span
            aria-hidden
            className="absolute inset-y-0 -ml-px w-0.5 shadow-[0_0_0_1px_#0006]"
            // White with a dark edge is seen on every picture, in both themes.
            style={{ left: `${percent}%`, background: "#fff" }}
          />
          <span className="absolute left-2 top-2">
            <SideBadge side="A" />
          </span>
          <span className="absolute right-2 top-2">
            <SideBadge side="B" />
          </span>
        </div>
      </div>
      <div className="flex items-center gap-2 text-xs">
        <span className="text-2">A up to</span>
        <Slider
          label="How much of A is seen"
          value={Math.round(percent)}
          min={0}
          max={100}
          step={1}
          onChange={setPercent}
          valueText={`${Math.round(percent)} percent of A`}
        />
      </div>
    </div>
  );
}
