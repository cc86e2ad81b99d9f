"use client";
import { Check, CloudOff, LoaderCircle, Lock, PencilLine, TriangleAlert } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useStore } from "zustand";
import { Icon } from "#components/ui/icon";
import { classes } from "../../ui/classes.ts";
import { formatQuantity } from "../../ui/format-number.ts";
import type { Autosave, SaveState } from "./autosave.ts";

/** Whether what one sees is kept: "Saved 12 s ago", "Saving", "Offline, 3 changes kept in this browser. Next try in 4 s." */
export function SaveStatus({
  autosave,
  isKeeping,
  isInBar = false,
  onRetry,
}: {
  autosave: Autosave;
  /** This browser holds what is not saved. */
  isKeeping: boolean;
  /** Of the editor, which on tablets has room for the sign alone. */
  isInBar?: boolean;
  onRetry: () => void;
}) {
  const state = useStore(autosave);
  const now = useNow();
  const { icon, words, tone } = shown(state, now, () => keptWords(autosave.unsaved(), isKeeping));
  return (
    <span
      className={classes(
        "flex min-w-0 items-center gap-1 text-xs text-3",
        isInBar && isInNotice(state) && "max-md:hidden",
      )}
      data-save={state.status}
    >
      <span className={tone}>
        <Icon icon={icon} size={12} className={state.status === "saving" ? "animate-turn" : undefined} />
      </span>
      <span
        className={classes("truncate tabular-nums", isInBar && state.status !== "conflict" && "max-md:sr-only")}
        title={state.status === "saved" ? undefined : words}
        role="status"
        aria-live={state.status === "failed" || state.status === "refused" ? "polite" : "off"}
      >
        {words}
      </span>
      {state.status === "failed" && (
        <button type="button" className="shrink-0 underline underline-offset-2" onClick={onRetry}>
          Try now
        </button>
      )}
    </span>
  );
}

/** On phones and tablets, whose top bar has no room for it: only while something is not saved. */
export function SaveNotice(props: React.ComponentProps<typeof SaveStatus>) {
  if (!isInNotice(useStore(props.autosave))) return null;
  return (
    <div className="border-b border-line bg-panel px-4 py-1.5 md:hidden">
      <SaveStatus {...props} />
    </div>
  );
}

function isInNotice({ status }: SaveState): boolean {
  return status === "failed" || status === "refused";
}

function shown(state: SaveState, now: number, kept: () => string): { icon: typeof Check; words: string; tone: string } {
  switch (state.status) {
    case "saved":
      return { icon: Check, words: now === 0 ? "Saved" : `Saved ${agoText(now - state.at)}`, tone: "text-ok" };
    case "unsaved":
      return { icon: PencilLine, words: "Edited", tone: "text-3" };
    case "saving":
      return { icon: LoaderCircle, words: "Saving", tone: "text-3" };
    case "failed": {
      const seconds = Math.max(0, Math.ceil((state.retryAt - now) / 1_000));
      return { icon: CloudOff, words: `${state.message}, ${kept()}. Next try in ${seconds} s.`, tone: "text-warn" };
    }
    case "refused":
      return { icon: Lock, words: `Not saved: ${state.message}`, tone: "text-danger" };
    case "conflict":
      return { icon: TriangleAlert, words: "Not saved: someone else saved first", tone: "text-danger" };
  }
}

export function keptWords(changes: number, isKeeping: boolean): string {
  const many = formatQuantity(changes, "change");
  return isKeeping ? `${many} kept in this browser` : `${many} not saved: keep this tab open`;
}

function agoText(agoMs: number): string {
  const seconds = Math.round(agoMs / 1_000);
  if (seconds < 3) return "just now";
  if (seconds < 60) return `${seconds} s ago`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.round(minutes / 60);
  return hours < 24 ? `${hours} h ago` : `${Math.round(hours / 24)} d ago`;
}

/** Whole seconds since the epoch, in milliseconds, while the page stands; 0 on the server, whose clock is not the reader's. */
function useNow(): number {
  return useSyncExternalStore(
    subscribeToSeconds,
    () => Math.floor(Date.now() / 1_000) * 1_000,
    () => 0,
  );
}

function subscribeToSeconds(onChange: () => void): () => void {
  const timer = setInterval(onChange, 1_000);
  return () => clearInterval(timer);
}
