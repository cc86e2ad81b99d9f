"use client";
import { X } from "lucide-react";
import { Button } from "#components/ui/button";
import { Select } from "#components/ui/select";
import { StatusLabel } from "#components/ui/status-glyph";
import { runGlyph } from "./run-glyph.ts";
import type { RunFilter, RunRow } from "./run-row.ts";

const statuses = [
  "queued",
  "running",
  "waiting",
  "succeeded",
  "failed",
  "cancelled",
] as const satisfies RunRow["status"][];

/** Narrows the list by status and workflow. */
export function RunsFilters({
  filter,
  workflows,
  onChange,
}: {
  filter: RunFilter;
  workflows: readonly { id: string; title: string }[];
  onChange: (filter: RunFilter) => void;
}) {
  const isKnown = !filter.workflowId || workflows.some(({ id }) => id === filter.workflowId);
  return (
    <div role="search" aria-label="Runs" className="flex flex-wrap items-center gap-2">
      <Select
        label="Status"
        value={filter.status ?? "any"}
        onChange={(status) => onChange({ ...withoutStatus(filter), ...(status !== "any" && { status }) })}
        options={[
          { value: "any", label: "Any status" },
          ...statuses.map((status) => ({ value: status, label: <StatusLabel status={runGlyph(status)} /> })),
        ]}
        className="min-w-32"
      />
      <Select
        label="Workflow"
        value={filter.workflowId ?? "any"}
        onChange={(id) =>
          onChange({ ...(filter.status && { status: filter.status }), ...(id !== "any" && { workflowId: id }) })
        }
        options={[
          { value: "any", label: "Any workflow" },
          ...workflows.map(({ id, title }) => ({ value: id, label: title })),
          ...(isKnown || !filter.workflowId ? [] : [{ value: filter.workflowId, label: "A deleted workflow" }]),
        ]}
        className="min-w-40 max-w-72"
      />
      {(filter.status || filter.workflowId) && (
        <Button variant="quiet" icon={X} onClick={() => onChange({})}>
          Clear
        </Button>
      )}
    </div>
  );
}

function withoutStatus({ workflowId }: RunFilter): RunFilter {
  return workflowId ? { workflowId } : {};
}
