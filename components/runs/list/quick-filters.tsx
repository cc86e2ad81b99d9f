"use client";
import { Chip } from "#components/ui/chip";
import { Select } from "#components/ui/select";
import { StatusLabel } from "#components/ui/status-glyph";
import { onlyTestOf, withOnlyTest } from "#graph/run-query/edit-query";
import { queryField } from "#graph/run-query/query-fields";
import type { RunStatus } from "#graph/run-events";
import { runGlyph } from "../run-glyph.ts";

const statuses = queryField("status")!.choices as readonly RunStatus[];

/** The usual questions in one press: they write their words into the query, and read them out of it. */
export function QuickFilters({
  query,
  workflows,
  onChange,
}: {
  query: string;
  workflows: readonly { id: string; title: string }[];
  onChange: (query: string) => void;
}) {
  const status = onlyTestOf(query, "status");
  const workflow = onlyTestOf(query, "workflow");
  const person = onlyTestOf(query, "person");
  const isMine = person?.kind === "text" && person.value.toLowerCase() === "me";
  const titles = [...new Set(workflows.map(({ title }) => title))];
  const wanted = workflow?.kind === "text" ? workflow.value.toLowerCase() : null;
  const known = workflows.find(({ id, title }) => id === wanted || title.toLowerCase() === wanted);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        label="Status"
        value={status?.kind === "choice" ? status.value : "any"}
        onChange={(value) =>
          onChange(withOnlyTest(query, "status", value === "any" ? null : { kind: "choice", value }))
        }
        options={[
          { value: "any", label: "Any status" },
          ...statuses.map((one) => ({ value: one, label: <StatusLabel status={runGlyph(one)} /> })),
        ]}
        className="min-w-32"
      />
      <Select
        label="Workflow"
        value={known ? `is ${known.title}` : wanted === null ? "any" : "typed"}
        onChange={(choice) => {
          if (choice === "typed") return;
          const value = choice.slice("is ".length);
          onChange(withOnlyTest(query, "workflow", choice === "any" ? null : { kind: "text", value, isWhole: true }));
        }}
        options={[
          { value: "any", label: "Any workflow" },
          ...titles.map((title) => ({ value: `is ${title}`, label: title })),
          ...(!known && workflow?.kind === "text" ? [{ value: "typed", label: `“${workflow.value}”` }] : []),
        ]}
        className="min-w-40 max-w-72"
      />
      <Chip
        isPressed={isMine}
        onPress={() =>
          onChange(withOnlyTest(query, "person", isMine ? null : { kind: "text", value: "me", isWhole: false }))
        }
      >
        Mine
      </Chip>
    </div>
  );
}
