"use client";
import { CalendarRange } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { Popover } from "#components/ui/popover";
import { Segmented } from "#components/ui/segmented";
import { TextInput } from "#components/ui/text-input";
import { type ChartWindow, chartSpans, printWindow, readWindow } from "#graph/run-charts/chart-window";
import { minuteOf } from "#graph/run-charts/narrow-query";
import { zone } from "./use-charts.ts";

const titles = { "1h": "1 h", "24h": "24 h", "7d": "7 d", "30d": "30 d" } as const;

/** The time that the charts are about: one of the usual spans, or from one minute to another. */
export function WindowPicker({
  window,
  edges,
  onChange,
}: {
  window: ChartWindow;
  /** What is shown, to begin one's own window with. */
  edges: readonly number[] | null;
  onChange: (window: ChartWindow) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Segmented
        label="Window"
        value={window.kind === "last" ? window.span : ""}
        options={chartSpans.map((span) => ({ value: span, label: titles[span] }))}
        onChange={(span) => onChange({ kind: "last", span })}
      />
      <Popover
        label="Window of one’s own"
        align="end"
        isOpen={isOpen}
        onOpenChange={setOpen}
        trigger={
          <Button icon={CalendarRange} size="sm" aria-pressed={window.kind === "between"}>
            {window.kind === "between" ? wordsOf(window) : "Custom"}
          </Button>
        }
      >
        <OwnWindow
          from={window.kind === "between" ? window.from : edges ? minuteOf(edges[0]!, zone()) : ""}
          to={window.kind === "between" ? window.to : edges ? minuteOf(edges.at(-1)!, zone()) : ""}
          onChange={(next) => {
            setOpen(false);
            onChange(next);
          }}
        />
      </Popover>
    </div>
  );
}

function OwnWindow({
  from: given,
  to: until,
  onChange,
}: {
  from: string;
  to: string;
  onChange: (window: ChartWindow) => void;
}) {
  const [from, setFrom] = useState(given);
  const [to, setTo] = useState(until);
  const [error, setError] = useState<string | null>(null);
  return (
    <form
      className="grid w-56 gap-3"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const window = readWindow(printWindow({ kind: "between", from: from.slice(0, 16), to: to.slice(0, 16) }));
        if (window) onChange(window);
        else if (!from || !to) setError("Give both ends of the window.");
        else setError("The window ends before it begins. Choose a later end.");
      }}
    >
      <Field label="From">
        {(control) => (
          <TextInput {...control} type="datetime-local" value={from} onChange={({ target }) => setFrom(target.value)} />
        )}
      </Field>
      <Field label="To" error={error}>
        {(control) => (
          <TextInput {...control} type="datetime-local" value={to} onChange={({ target }) => setTo(target.value)} />
        )}
      </Field>
      <Button type="submit" variant="primary">
        Show this window
      </Button>
    </form>
  );
}

/** "1 Nov – 8 Nov" */
function wordsOf({ from, to }: { from: string; to: string }): string {
  const format = (clock: string) =>
    new Date(clock).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
  return format(from) === format(to) ? format(from) : `${format(from)} – ${format(to)}`;
}
