"use client";
import { useQuery } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useTRPC } from "#components/trpc";
import { Badge } from "#components/ui/badge";
import { Icon } from "#components/ui/icon";
import { Popover } from "#components/ui/popover";
import { RelativeTime } from "#components/ui/relative-time";
import { SearchField } from "#components/ui/search-field";
import { Segmented } from "#components/ui/segmented";
import { StatusGlyph, statusWords } from "#components/ui/status-glyph";
import { runDurationMs } from "#graph/run-duration-ms";
import { runGlyph } from "../runs/run-glyph.ts";
import { formatDuration } from "../ui/format-duration.ts";
import { formatCount } from "../ui/format-number.ts";
import { enterRows, rowKeys } from "../ui/list-keys.ts";
import { SideBadge } from "./side-badge";

type Shown = { id: string; number: number; version: number; durationMs: number | null; workflowId: string };

/** One of the two runs, and the choice of another: of its workflow, or any of the workspace. */
export function RunPick({
  side,
  run,
  workflowId,
  onPick,
}: {
  side: "A" | "B";
  run: Shown | null;
  /** Whose runs are offered first. */
  workflowId: string | null;
  onPick: (runId: string) => void;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const words = run ? `Run ${formatCount(run.number)}` : "Choose a run";
  return (
    <Popover
      label={`Runs for ${side}`}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      className="w-80 max-w-[calc(100vw-16px)] p-2"
      trigger={
        <button
          type="button"
          aria-label={`${side}: ${words}. Choose another run`}
          className="inline-flex h-[30px] items-center gap-2 rounded-2 border border-strong bg-node pl-[5px] pr-2 text-xs hover:bg-sunken pointer-coarse:h-10"
        >
          <SideBadge side={side} />
          <span className="tabular-nums">{words}</span>
          {run && <Badge>v{run.version}</Badge>}
          {run?.durationMs != null && (
            <span className="tabular-nums text-3 max-sm:hidden">{formatDuration(run.durationMs)}</span>
          )}
          <Icon icon={ChevronDown} size={12} />
        </button>
      }
    >
      <Choices
        chosenId={run?.id ?? null}
        workflowId={workflowId}
        onPick={(runId) => {
          setIsOpen(false);
          onPick(runId);
        }}
      />
    </Popover>
  );
}

function Choices({
  chosenId,
  workflowId,
  onPick,
}: {
  chosenId: string | null;
  workflowId: string | null;
  onPick: (runId: string) => void;
}) {
  const trpc = useTRPC();
  const [scope, setScope] = useState<"workflow" | "all">(workflowId ? "workflow" : "all");
  const [text, setText] = useState("");
  const query = useDeferredValue(text.trim());
  const asked = { limit: 30, ...(query && { query }), ...(scope === "workflow" && workflowId && { workflowId }) };
  const { data, error, isPending } = useQuery(trpc.runs.list.queryOptions(asked, { retry: false }));
  return (
    <div className="grid gap-2">
      {workflowId && (
        <Segmented
          label="Whose runs"
          value={scope}
          options={[
            { value: "workflow", label: "This workflow" },
            { value: "all", label: "All workflows" },
          ]}
          onChange={setScope}
        />
      )}
      <SearchField label="Find a run: status:failed, words" value={text} onChange={setText} onKeyDown={enterRows} />
      {error && (
        <p role="alert" className="px-1 text-xs text-danger">
          {error.message}
        </p>
      )}
      {isPending && <p className="px-1 text-xs text-3">Looking for runs…</p>}
      {data?.items.length === 0 && <p className="px-1 text-xs text-3">No run is like that.</p>}
      <ul data-rows className="grid max-h-72 overflow-y-auto text-xs">
        {data?.items.map((item) => {
          const durationMs = runDurationMs(item);
          return (
            <li key={item.id}>
              <button
                type="button"
                {...rowKeys}
                aria-current={item.id === chosenId || undefined}
                onClick={() => onPick(item.id)}
                className="flex min-h-8 w-full items-center gap-2 rounded-2 px-1.5 text-left hover:bg-hover aria-current:bg-selected"
              >
                <StatusGlyph status={runGlyph(item.status)} />
                <span className="sr-only">{statusWords[runGlyph(item.status)]}</span>
                <span className="tabular-nums">Run {formatCount(item.number)}</span>
                <Badge>v{item.version}</Badge>
                <span className="min-w-0 flex-1 truncate text-2">{scope === "all" ? item.workflowTitle : ""}</span>
                <span className="whitespace-nowrap tabular-nums text-3">
                  {durationMs === null ? <RelativeTime time={item.createdAt} /> : formatDuration(durationMs)}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
