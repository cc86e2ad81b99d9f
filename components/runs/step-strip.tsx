import { classes } from "../ui/classes.ts";
import type { RunRow } from "./run-row.ts";

const MAX_CELLS = 20;

/** A cell for each step: grey where it went well, so that red and orange are what the eye finds; hollow where nothing ran. */
export function StepStrip({ counts }: { counts: RunRow["stepCounts"] }) {
  const { total, succeeded, failed, running, skipped, paused = 0 } = counts;
  const words = [
    `${succeeded} of ${total} steps done`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(running > 0 ? [`${running} running`] : []),
    ...(paused > 0 ? [`${paused} waiting`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ].join(", ");
  const shown = Math.min(total, MAX_CELLS);
  const cells = Array.from({ length: shown }, (_, cell) => {
    // With more steps than cells, each cell stands for several, and shows the one in its middle.
    const step = Math.floor(((cell + 0.5) / shown) * total);
    if (step < succeeded) return "bg-bar-2 opacity-60";
    if (step < succeeded + failed) return "bg-danger";
    if (step < succeeded + failed + running) return "bg-accent";
    if (step < succeeded + failed + running + paused) return "bg-warn";
    return "border border-control";
  });
  return (
    <span role="img" aria-label={words} title={words} className="inline-flex gap-[2px] align-middle">
      {cells.map((look, index) => (
        <span key={index} className={classes("h-3 w-[7px] rounded-[2px]", look)} />
      ))}
    </span>
  );
}
