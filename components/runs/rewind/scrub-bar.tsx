"use client";
import { Pause, Play, SkipForward } from "lucide-react";
import { useRef } from "react";
import { IconButton } from "#components/ui/icon-button";
import { Select } from "#components/ui/select";
import { Slider } from "#components/ui/slider";
import type { RunState } from "#graph/run-events";
import { formatDuration } from "../../ui/format-duration.ts";
import { useMedia } from "../../ui/use-media.ts";
import { busySpans, spanOf } from "../timeline/run-span.ts";
import { createTimeScale } from "../timeline/time-scale.ts";
import { isOver } from "../use-live-run.ts";
import { useNow } from "../use-now.ts";
import { fittingSpeed, rewindSpeeds, speedText } from "./rewind-speeds.ts";
import { type Rewind, useFrames } from "./use-rewind.ts";

/** Of the slider, from the beginning of the run to its end. */
const STEPS = 1_000;

/**
 * Goes back and forth in a run. The slider is a time, idle stretches folded as in the timeline, and grows with a run that is
 * under way; its arrow keys go from event to event, Space plays and pauses, End goes back to how the run stands. Nothing
 * before its first event.
 */
export function ScrubBar({ run, rewind }: { run: RunState; rewind: Rewind }) {
  const isLive = !isOver(run);
  const isCalm = useMedia("(prefers-reduced-motion: reduce)");
  const now = useNow({
    everyMs: run.status === "running" && !isCalm ? 200 : 1_000,
    isTicking: isLive && run.status !== "queued",
  });
  const endMs = isLive ? now : null;
  const span = spanOf(run, endMs);
  const scale = span && createTimeScale(span, busySpans(run, endMs));
  const length = scale?.length ?? 1;
  // Slower than it goes on, a run under way would never be caught up with.
  const speed = rewind.speed ?? Math.max(fittingSpeed(length), isLive ? 1 : 0);
  const shown = scale && rewind.atMs !== null ? scale.toShown(rewind.atMs) : length;

  // Of shown time. Not what was drawn last: time goes on where drawing is slow.
  const playedTo = useRef(0);
  useFrames(rewind.isPlaying && !rewind.isLoading, (elapsedMs) => {
    if (!scale) return;
    playedTo.current += elapsedMs * speed;
    if (playedTo.current >= length) rewind.leave();
    else void rewind.goTo(scale.toReal(playedTo.current));
  });
  if (!scale || !span) return null;

  async function play() {
    if (rewind.isPlaying) return rewind.setPlaying(false);
    if (!(await rewind.ready())) return;
    playedTo.current = rewind.atMs === null ? 0 : shown;
    if (rewind.atMs === null) await rewind.goTo(span!.fromMs);
    rewind.setPlaying(true);
  }

  function onKeyDown(event: React.KeyboardEvent) {
    const act: Record<string, () => void> = {
      " ": () => void play(),
      ArrowRight: () => void rewind.step(1),
      ArrowUp: () => void rewind.step(1),
      ArrowLeft: () => void rewind.step(-1),
      ArrowDown: () => void rewind.step(-1),
      PageUp: () => void rewind.step(10),
      PageDown: () => void rewind.step(-10),
      Home: () => void rewind.goTo(span!.fromMs),
      End: () => rewind.leave(),
    };
    // The other controls of the bar have keys of their own.
    if (!(event.target as Element).matches("[role=slider]") || !act[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    act[event.key]!();
  }

  const whole = formatDuration(span.toMs - span.fromMs);
  const passed = rewind.atMs === null ? null : formatDuration(Math.max(0, rewind.atMs - span.fromMs));
  const end = isLive ? "Live" : whole;
  // What is read out changes with what is looked at, not with the clock.
  const spoken = isLive
    ? (passed && `${passed} after the start`) || "Live"
    : passed === null
      ? `The end, after ${whole}`
      : `${passed} of ${whole}`;
  return (
    <div
      role="group"
      aria-label="Moments of the run"
      className="flex min-w-0 items-center gap-1.5"
      onKeyDownCapture={onKeyDown}
    >
      <IconButton
        size="sm"
        icon={rewind.isPlaying ? Pause : Play}
        label={rewind.isPlaying ? "Pause" : "Watch the run again"}
        shortcut="Space"
        aria-busy={rewind.isLoading || undefined}
        onClick={() => void play()}
      />
      <div className="flex w-44 max-sm:w-28">
        <Slider
          label="Moment that is shown"
          valueText={spoken}
          min={0}
          max={STEPS}
          step={1}
          value={Math.round((shown / length) * STEPS)}
          onChange={(value) => {
            rewind.setPlaying(false);
            if (value >= STEPS) rewind.leave();
            else void rewind.goTo(scale.toReal((value / STEPS) * length));
          }}
        />
      </div>
      <span className="w-28 whitespace-nowrap text-right text-xs tabular-nums text-2 max-sm:w-auto">
        {passed === null && isLive && (
          <span aria-hidden className="mr-1.5 inline-block size-[7px] rounded-full bg-accent" />
        )}
        {passed === null ? end : `${passed} of ${whole}`}
      </span>
      <Select
        label="Speed"
        size="sm"
        className="max-sm:hidden"
        value={String(speed)}
        options={rewindSpeeds.map((one) => ({ value: String(one), label: speedText(one) }))}
        onChange={(next) => rewind.setSpeed(Number(next))}
      />
      <IconButton
        size="sm"
        icon={SkipForward}
        label={isLive ? "Back to live" : "Back to how it ended"}
        shortcut="End"
        disabled={rewind.atMs === null}
        onClick={rewind.leave}
      />
    </div>
  );
}
