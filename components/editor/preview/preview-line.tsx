"use client";
import { ChevronLeft, ChevronRight } from "lucide-react";
import type { JsonValue } from "#graph/json";
import { IconButton } from "#components/ui/icon-button";
import { RelativeTime } from "#components/ui/relative-time";
import { useRun } from "../canvas/canvas-context.tsx";
import { useTools } from "../editor-tools.ts";
import { useRunRow } from "../running/use-editor-run.ts";
import type { Evaluation } from "./create-evaluator.ts";
import type { Scope } from "./use-scope.ts";

const MAX_SHOWN_CHARACTERS = 400;

/** What the text above comes to for the values of the last run, of which run and for which item. */
export function PreviewLine({
  scope,
  result,
  problem,
  label,
}: {
  scope: Scope;
  result: Evaluation | null;
  /** Why there can be no result yet. */
  problem: string | null;
  /** Of the field that it stands below. */
  label: string;
}) {
  const { workflowId } = useTools();
  const runId = useRun((state) => state.runId);
  const at = useRun(({ run }) => run?.finishedAt ?? run?.startedAt);
  const number = useRunRow({ workflowId, runId })?.number ?? null;
  const { items, item, chooseItem, isEarlier } = scope;
  if (runId === null) {
    return <p className="text-2xs text-3">Run the workflow once to see here what comes out.</p>;
  }
  const isEmpty = items.length === 0;
  return (
    <section aria-label={`${label}, with the last run's values`} className="grid min-w-0 gap-1">
      {result && !problem && !isEmpty && <Result result={result} />}
      {(problem ?? isEmpty) && (
        <p className="text-2xs text-2">{isEmpty ? "In the last run the list was empty." : problem}</p>
      )}
      <div className="flex min-h-5 flex-wrap items-center gap-x-1.5 text-2xs text-3">
        <span>
          {sourceWords(number, isEarlier)}
          {at !== undefined && !isEarlier && (
            <>
              , <RelativeTime time={new Date(at)} />
            </>
          )}
        </span>
        {items.length > 1 && (
          <span role="group" aria-label="Item" className="ml-auto flex items-center tabular-nums">
            <IconButton
              icon={ChevronLeft}
              size="sm"
              label="Item before"
              disabled={item === 0}
              onClick={() => chooseItem(item - 1)}
            />
            <span aria-live="polite">
              Item {item + 1} of {items.length}
            </span>
            <IconButton
              icon={ChevronRight}
              size="sm"
              label="Next item"
              disabled={item === items.length - 1}
              onClick={() => chooseItem(item + 1)}
            />
          </span>
        )}
      </div>
    </section>
  );
}

function sourceWords(number: number | null, isEarlier: boolean): string {
  if (isEarlier) return "From the run before the last";
  return number === null ? "From the last run" : `From run ${number}`;
}

function Result({ result }: { result: Evaluation }) {
  if (result.kind === "failed") {
    return (
      <p role="status" className="text-2xs break-words text-danger">
        {result.message}
      </p>
    );
  }
  const text = typeof result.value === "string" ? JSON.stringify(result.value) : pretty(result.value);
  return (
    <pre
      role="status"
      tabIndex={0}
      className="mono max-h-32 overflow-auto rounded-2 bg-sunken px-1.5 py-1 text-2xs leading-4 break-words whitespace-pre-wrap text-1"
    >
      {text.length > MAX_SHOWN_CHARACTERS ? `${text.slice(0, MAX_SHOWN_CHARACTERS)}…` : text}
    </pre>
  );
}

/** On one line what is short. */
function pretty(value: JsonValue): string {
  const short = JSON.stringify(value);
  return short.length <= 60 ? short : JSON.stringify(value, null, 2);
}
