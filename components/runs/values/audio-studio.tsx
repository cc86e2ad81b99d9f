"use client";
import { useEffect, useMemo, useRef, useState } from "react";
import { formatCount } from "../../ui/format-number.ts";
import type { PreviewSize } from "./value-props.ts";
import { peaksOf, type WavSamples } from "./wav-samples.ts";
import { useSpectrogram } from "./use-spectrogram.ts";

const PEAKS = 400;
const STEPS: Record<string, number> = {
  ArrowLeft: -0.02,
  ArrowRight: 0.02,
  PageDown: 0.1,
  PageUp: -0.1,
  Home: -1,
  End: 1,
};

/** A player with the waveform and the frequencies of the sound; one line through both shows the time, and moves it. */
export function AudioStudio({
  url,
  samples,
  size,
}: {
  url: string;
  samples: WavSamples;
  size: Exclude<PreviewSize, "node">;
}) {
  const player = useRef<HTMLAudioElement>(null);
  const spectrum = useRef<HTMLCanvasElement>(null);
  const durationS = samples.frames / Math.max(1, samples.sampleRate);
  const [timeS, setTimeS] = useState(0);
  const peaks = useMemo(() => peaksOf(samples, PEAKS), [samples]);
  const { picture, isDone } = useSpectrogram(samples);

  useEffect(() => {
    const canvas = spectrum.current;
    if (!canvas || !picture) return;
    [canvas.width, canvas.height] = [picture.width, picture.height];
    canvas.getContext("2d")?.drawImage(picture, 0, 0);
  });
  // The player tells its time four times a second; while it plays, the line follows it at each frame.
  useEffect(() => {
    let frame = 0;
    const follow = () => {
      const audio = player.current;
      if (audio && !audio.paused) setTimeS(audio.currentTime);
      frame = requestAnimationFrame(follow);
    };
    frame = requestAnimationFrame(follow);
    return () => cancelAnimationFrame(frame);
  }, []);

  function goTo(seconds: number) {
    const next = Math.min(durationS, Math.max(0, seconds));
    setTimeS(next);
    if (player.current) player.current.currentTime = next;
  }
  function onPointer(event: React.PointerEvent) {
    if (event.type === "pointermove" && event.buttons !== 1) return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    goTo(((event.clientX - left) / Math.max(1, width)) * durationS);
  }
  function onKeyDown(event: React.KeyboardEvent) {
    const step = STEPS[event.key];
    if (step !== undefined) goTo(timeS + step * durationS);
    else if (event.key === " " && player.current) {
      if (player.current.paused) void player.current.play();
      else player.current.pause();
    } else return;
    event.preventDefault();
  }

  const share = durationS > 0 ? timeS / durationS : 0;
  const height = size === "large" ? "h-[26dvh]" : "h-[72px]";
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      <div
        role="slider"
        tabIndex={0}
        aria-label="Time in the sound"
        aria-valuemin={0}
        aria-valuemax={Number(durationS.toFixed(2))}
        aria-valuenow={Number(timeS.toFixed(2))}
        aria-valuetext={`${timeS.toFixed(2)} of ${durationS.toFixed(2)} seconds`}
        onPointerDown={onPointer}
        onPointerMove={onPointer}
        onKeyDown={onKeyDown}
        className="relative grid cursor-pointer touch-pan-y gap-px overflow-hidden rounded-3 border border-line bg-sunken"
      >
        <svg
          aria-hidden
          viewBox={`0 -1 ${Math.max(1, peaks.length)} 2`}
          preserveAspectRatio="none"
          shapeRendering="crispEdges"
          className={`block w-full text-2 ${height}`}
        >
          {peaks.map(({ low, high }, index) => (
            <rect key={index} x={index} y={-high} width={1} height={Math.max(0.01, high - low)} fill="currentColor" />
          ))}
        </svg>
        <canvas
          ref={spectrum}
          aria-hidden
          data-done={isDone}
          className={`block w-full [image-rendering:auto] ${size === "large" ? "h-[34dvh]" : "h-24"}`}
        />
        <span
          aria-hidden
          className="absolute inset-y-0 w-0.5 -translate-x-1/2 bg-accent"
          style={{ left: `${share * 100}%` }}
        />
      </div>
      <p className="flex justify-between text-2xs tabular-nums text-3">
        <span>{timeS.toFixed(2)} s</span>
        <span>frequencies 0 – {formatCount(Math.round(samples.sampleRate / 2))} Hz, bright is loud</span>
        <span>{durationS.toFixed(2)} s</span>
      </p>
      <audio
        ref={player}
        controls
        preload="metadata"
        src={url}
        aria-label="Sound"
        className="h-9 w-full"
        onTimeUpdate={(event) => setTimeS(event.currentTarget.currentTime)}
        onSeeked={(event) => setTimeS(event.currentTarget.currentTime)}
      />
    </div>
  );
}
