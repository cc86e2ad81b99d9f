"use client";
import { useId } from "react";
import { PortGlyph } from "#components/ui/port-glyph";
import { Select } from "#components/ui/select";
import { TextInput } from "#components/ui/text-input";
import type { Kind } from "#graph/kinds";
import { initialTolerances, rulesFor } from "#graph/tolerances";
import type { ToleranceDraft } from "./tolerance-draft.ts";
import { draftOf, readDraft } from "./tolerance-draft.ts";
import { ruleTitles, toleranceNumbers } from "./tolerance-words.ts";

export type TestedOutput = { name: string; kind: Kind | null; isList: boolean };

/** What each output may be away from what is expected of it. */
export function ToleranceFields({
  outputs,
  drafts,
  hasTried,
  onChange,
}: {
  outputs: readonly TestedOutput[];
  drafts: Readonly<Record<string, ToleranceDraft>>;
  /** Whether what cannot be read is said. */
  hasTried: boolean;
  onChange: (output: string, draft: ToleranceDraft) => void;
}) {
  return (
    <ul aria-label="Outputs" className="grid gap-4">
      {outputs.map((output) => (
        <li key={output.name} className="border-t border-line pt-3">
          <ToleranceField
            output={output}
            draft={drafts[output.name]!}
            hasTried={hasTried}
            onChange={(draft) => onChange(output.name, draft)}
          />
        </li>
      ))}
    </ul>
  );
}

function ToleranceField({
  output: { name, kind, isList },
  draft,
  hasTried,
  onChange,
}: {
  output: TestedOutput;
  draft: ToleranceDraft;
  hasTried: boolean;
  onChange: (draft: ToleranceDraft) => void;
}) {
  const id = useId();
  const isUnread = hasTried && readDraft(draft) === null;
  const numbers = toleranceNumbers[draft.rule];
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 flex w-full items-center gap-2 text-xs [--port-back:var(--surface-overlay)]">
        {kind && <PortGlyph kind={kind} state={isList ? "list" : "connected"} />}
        <span className="mono min-w-0 truncate font-medium">{name}</span>
        <span className="text-2xs text-3">{kind ? (isList ? `list of ${kind}` : kind) : "an empty list"}</span>
      </legend>
      <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
        <Select
          label={`How close ${name} has to be`}
          className="w-52"
          value={draft.rule}
          options={rulesFor(kind).map((rule) => ({ value: rule, label: ruleTitles[rule] }))}
          onChange={(rule) => onChange(draftOf(initialTolerances[rule]))}
        />
        {numbers.map(({ name: number, label, unit }) => (
          <label key={number} className="grid gap-0.5 text-2xs text-2">
            {label}
            <span className="flex items-center gap-1.5">
              <TextInput
                inputMode="decimal"
                autoComplete="off"
                className="w-20! tabular-nums"
                value={draft.numbers[number] ?? ""}
                aria-invalid={isUnread || undefined}
                aria-describedby={isUnread ? id : undefined}
                onChange={(event) =>
                  onChange({ ...draft, numbers: { ...draft.numbers, [number]: event.target.value } })
                }
              />
              {unit && <span className="text-3">{unit}</span>}
            </span>
          </label>
        ))}
      </div>
      {isUnread && (
        <p id={id} role="alert" className="text-xs text-danger">
          {rangeOf(draft)}
        </p>
      )}
      {isList && draft.rule !== "ignore" && <p className="text-2xs text-3">Item by item, each in its place.</p>}
    </fieldset>
  );
}

function rangeOf({ rule }: ToleranceDraft): string {
  switch (rule) {
    case "pixels":
      return "Give numbers from 0 to 255.";
    case "edits":
      return "Give a share from 0 to 100 %.";
    case "scores":
    case "boxes":
    case "overlap":
      return "Give numbers from 0 to 1.";
    case "cosine":
      return "Give a number from −1 to 1.";
    default:
      return "Give numbers from 0 on.";
  }
}
