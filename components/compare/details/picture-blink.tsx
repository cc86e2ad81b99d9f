"use client";
import { Pause, Play } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "#components/ui/button";
import { IconButton } from "#components/ui/icon-button";
import { Tooltip } from "#components/ui/tooltip";
import { ContentFailed, ContentLoading } from "../../runs/values/content-state";
import type { PictureSource } from "../../runs/values/picture";
import { Stage } from "../../runs/values/stage";
import { usePicture } from "../../runs/values/use-picture.ts";
import { useMedia } from "../../ui/use-media.ts";
import { SideBadge } from "../side-badge";

/** Each side as long as the other, about once a second there and back: quick enough to see what jumps, below what is a flash. */
const SHOWN_MS = 500;

type Side = "A" | "B";
const otherOf = (side: Side): Side => (side === "A" ? "B" : "A");

/** Two pictures of one size in turn, at the same place and zoom: what differs moves. By itself, or by hand with Space. */
export function PictureBlink({ a, b }: { a: PictureSource; b: PictureSource }) {
  const pictures = { A: usePicture(a.url), B: usePicture(b.url) };
  const isCalm = useMedia("(prefers-reduced-motion: reduce)");
  const [side, setSide] = useState<Side>("A");
  const [wanted, setWanted] = useState<boolean | null>(null);
  const isBlinking = wanted ?? !isCalm;
  useEffect(() => {
    if (!isBlinking) return;
    const timer = setInterval(() => setSide(otherOf), SHOWN_MS);
    return () => clearInterval(timer);
  }, [isBlinking]);

  function turn() {
    setWanted(false);
    setSide(otherOf);
  }

  const failed = pictures.A.error ? pictures.A : pictures.B;
  if (failed.error) {
    return <ContentFailed label="picture" error={failed.error} onRetry={() => void failed.refetch()} />;
  }
  const [one, other] = [pictures.A.data, pictures.B.data];
  if (!one || !other) return <ContentLoading label="the pictures" className="h-40 w-full" />;
  return (
    <div
      className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2"
      onKeyDown={(event) => {
        // Buttons are pressed with it.
        if (event.key !== " " || !(event.target as Element).matches("[role=application]")) return;
        event.preventDefault();
        turn();
      }}
    >
      <div className="flex min-h-6 flex-wrap items-center gap-2 text-xs">
        <span role="status" className="mr-auto text-2">
          {isBlinking ? "A and B in turn" : `${side} is shown`}
        </span>
        <Tooltip content="On the picture as well" shortcut="Space">
          <Button size="sm" onClick={turn}>
            Show the other one
          </Button>
        </Tooltip>
        <IconButton
          size="sm"
          icon={isBlinking ? Pause : Play}
          label={isBlinking ? "Stop blinking" : "Blink by itself"}
          onClick={() => setWanted(!isBlinking)}
        />
      </div>
      <div className="relative min-w-0">
        <Stage
          label={`In ${side}`}
          width={a.widthPx}
          height={a.heightPx}
          layers={[{ source: side === "A" ? one : other }]}
          size="panel"
        />
        <span aria-hidden className="pointer-events-none absolute left-2 top-2">
          <SideBadge side={side} />
        </span>
      </div>
    </div>
  );
}
