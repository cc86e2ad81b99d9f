"use client";
import { ChevronDown, ChevronUp } from "lucide-react";
import { IconButton } from "#components/ui/icon-button";
import { TextInput } from "#components/ui/text-input";
import { formatCount } from "../../ui/format-number.ts";

/** What is searched in a value, how often it is there, and the way from one to the next. Enter goes on, Shift+Enter back. */
export function TextSearch({
  label,
  wanted,
  onChange,
  count,
  isMore,
  at,
  onGo,
}: {
  label: string;
  wanted: string;
  onChange: (wanted: string) => void;
  count: number;
  /** There are more than are counted. */
  isMore: boolean;
  at: number;
  onGo: (at: number) => void;
}) {
  const go = (step: number) => count > 0 && onGo((at + step + count) % count);
  return (
    <div className="flex min-w-0 flex-1 items-center gap-1">
      <TextInput
        type="search"
        inputSize="sm"
        aria-label={label}
        placeholder={label}
        value={wanted}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          go(event.shiftKey ? -1 : 1);
        }}
      />
      {wanted !== "" && (
        <>
          <span aria-live="polite" className="shrink-0 text-2xs tabular-nums text-2">
            {count === 0 ? "none" : `${formatCount(at + 1)} of ${formatCount(count)}${isMore ? "+" : ""}`}
          </span>
          <IconButton
            icon={ChevronUp}
            label="Previous match"
            shortcut="Shift Enter"
            size="sm"
            disabled={count === 0}
            onClick={() => go(-1)}
          />
          <IconButton
            icon={ChevronDown}
            label="Next match"
            shortcut="Enter"
            size="sm"
            disabled={count === 0}
            onClick={() => go(1)}
          />
        </>
      )}
    </div>
  );
}
