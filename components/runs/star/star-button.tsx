"use client";
import { Star } from "lucide-react";
import { IconButton } from "#components/ui/icon-button";
import { useStar } from "./use-star.ts";

/** Whether a run is to be kept whatever the rules say. `onDone` when that was changed. */
export function StarButton({
  run,
  name = "",
  shortcut,
  size = "md",
  className,
  onDone,
}: {
  run: { id: string; isStarred: boolean };
  /** Which run, where there are several on the page: "run 12". */
  name?: string;
  shortcut?: string;
  size?: "sm" | "md";
  className?: string;
  onDone?: () => void;
}) {
  const { star, isBusy, wanted } = useStar({ ...(onDone && { onDone }) });
  const isStarred = wanted ?? run.isStarred;
  return (
    <IconButton
      icon={Star}
      label={`Star${name && ` ${name}`}, to keep it`}
      shortcut={shortcut}
      size={size}
      isPressed={isStarred}
      aria-disabled={isBusy || undefined}
      className={className}
      onClick={() => {
        if (!isBusy) star([run.id], !isStarred);
      }}
    />
  );
}
