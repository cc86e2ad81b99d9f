"use client";
import { ChevronDown, Play, RefreshCw, Square } from "lucide-react";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { runDurationMs } from "#graph/run-duration-ms";
import { nodesInRun } from "#graph/run-part";
import { Icon } from "#components/ui/icon";
import { Menu, MenuItem } from "#components/ui/menu";
import { Tooltip } from "#components/ui/tooltip";
import { formatDuration } from "../../ui/format-duration.ts";
import { useEditor, useRun } from "../canvas/canvas-context.tsx";
import { actionOf } from "../actions/editor-actions.ts";
import { useTools } from "../editor-tools.ts";
import { keysOf } from "../keys/key-choices.ts";
import { isMacPlatform, keysText } from "../keys/keys.ts";

/** Run; while one runs, Cancel with the time that it has taken and how far it is. */
export function RunButton() {
  const tools = useTools();
  const status = useRun(({ run }) => run?.status);
  const isCancelling = useRun(({ run }) => run?.isCancelling ?? false);
  const isActive = status === "queued" || status === "running" || status === "waiting";
  const isStarting = useStore(tools.ui, (state) => state.isStarting);
  const isEmpty = useEditor(({ graph }) => Object.keys(graph.nodes).length === 0);
  const fraction = useFraction();
  const keys = (id: string) => keysText(keysOf(actionOf(id))[0] ?? "", isMacPlatform());
  if (isActive) {
    return (
      <Tooltip content="Cancel the run" shortcut={keys("cancel-run")}>
        <button
          type="button"
          disabled={!tools.mayRun || isCancelling}
          className="relative flex h-md shrink-0 items-center gap-1.5 overflow-hidden rounded-2 border border-strong bg-accent-soft px-2.5 font-medium text-accent"
          onClick={() => actionOf("cancel-run").run(tools)}
        >
          <Icon icon={Square} size={12} />
          {isCancelling ? "Cancelling" : "Cancel"}
          <Elapsed />
          <i className="absolute bottom-0 left-0 h-0.5 bg-accent" style={{ width: `${fraction * 100}%` }} />
        </button>
      </Tooltip>
    );
  }
  const isOff = !tools.mayRun || isEmpty || isStarting;
  return (
    <span className="flex shrink-0 items-center gap-px">
      <Tooltip content={isEmpty ? "Add a node first" : "Run the workflow"} shortcut={keys("run")}>
        <button
          type="button"
          aria-disabled={isOff || undefined}
          className="flex h-md items-center gap-1.5 rounded-l-2 bg-accent px-3 font-medium text-on-accent transition-fast hover:bg-accent-hover aria-disabled:opacity-60"
          onClick={() => {
            if (!isOff) actionOf("run").run(tools);
          }}
        >
          <Icon icon={Play} size={12} />
          Run
        </button>
      </Tooltip>
      <Menu
        trigger={
          <button
            type="button"
            aria-label="More ways to run"
            disabled={isOff}
            className="grid h-md w-6 place-items-center rounded-r-2 bg-accent text-on-accent transition-fast hover:bg-accent-hover disabled:opacity-60"
          >
            <Icon icon={ChevronDown} size={12} />
          </button>
        }
      >
        <MenuItem
          icon={RefreshCw}
          shortcut={keys("run-fresh")}
          reason="Every step runs, and what it gives replaces what is kept."
          onSelect={() => actionOf("run-fresh").run(tools)}
        >
          {actionOf("run-fresh").label}
        </MenuItem>
      </Menu>
    </span>
  );
}

function useFraction(): number {
  const part = useRun((state) => state.part);
  const total = useEditor(({ graph }) => nodesInRun(graph, part).size);
  const done = useRun(({ run }) => Object.values(run?.nodes ?? {}).filter(isOver).length);
  return total === 0 ? 0 : Math.min(1, done / total);
}

export function isOver({ status }: { status: string }): boolean {
  return status !== "waiting" && status !== "running" && status !== "paused";
}

/** Time since the run began, by this browser's clock until it has ended; then as the run page and the list have it. */
export function Elapsed({ recorded = null }: { recorded?: Parameters<typeof runDurationMs>[0] }) {
  const status = useRun(({ run }) => run?.status);
  const startedAt = useRun(({ run }) => run?.startedAt);
  const finishedAt = useRun(({ run }) => run?.finishedAt);
  const isRunning = status === "running";
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => setNow(Date.now()), 100);
    return () => clearInterval(timer);
  }, [isRunning]);
  // What waits for a person or a time takes none; days of it would say nothing of the run.
  if (startedAt === undefined || status === "waiting") return null;
  const durationMs = runDurationMs(recorded, { told: { startedAt, finishedAt }, now: isRunning ? now : null });
  return durationMs === null ? null : <span className="tabular-nums">{formatDuration(durationMs)}</span>;
}
