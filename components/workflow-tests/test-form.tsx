"use client";
import { useState } from "react";
import { Field } from "#components/ui/field";
import { TextInput } from "#components/ui/text-input";
import type { Tolerance } from "#graph/tolerances";
import type { ToleranceDraft } from "./tolerance-draft.ts";
import { draftOf, readDrafts } from "./tolerance-draft.ts";
import { ToleranceFields } from "./tolerance-fields.tsx";
import type { WorkflowTest } from "./use-tests.ts";

/** What a test is called, and how close each output has to come; `isSame` where no tolerance was changed. */
export type TestAnswers = { name: string; tolerances: Record<string, Tolerance>; isSame: boolean };

/** The fields of a test. `onEdit` is called when the name changes, after which an error about it is out of date. */
export function TestForm({
  id,
  name: initialName,
  outputs,
  error,
  isNameChosen = false,
  onEdit,
  onSubmit,
}: {
  /** For the button that sends it from outside. */
  id: string;
  name: string;
  outputs: WorkflowTest["outputs"];
  error: string | undefined;
  /** The name has the focus and is selected, so that typing replaces it. */
  isNameChosen?: boolean;
  onEdit: () => void;
  onSubmit: (answers: TestAnswers) => void;
}) {
  const before = Object.fromEntries(outputs.map(({ name, tolerance }) => [name, draftOf(tolerance)]));
  const [name, setName] = useState(initialName);
  const [drafts, setDrafts] = useState<Record<string, ToleranceDraft>>(before);
  const [hasTried, setTried] = useState(false);

  function submit() {
    setTried(true);
    const tolerances = readDrafts(drafts);
    if (!tolerances || !name.trim()) return;
    onSubmit({ name: name.trim(), tolerances, isSame: JSON.stringify(drafts) === JSON.stringify(before) });
  }

  return (
    <form
      id={id}
      noValidate
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field label="Name" error={hasTried && !name.trim() ? "A name has at least one character." : error}>
        {(control) => (
          <TextInput
            {...control}
            autoFocus={isNameChosen}
            maxLength={100}
            value={name}
            onFocus={(event) => isNameChosen && event.target.select()}
            onChange={(event) => {
              onEdit();
              setName(event.target.value);
            }}
          />
        )}
      </Field>
      <ToleranceFields
        outputs={outputs}
        drafts={drafts}
        hasTried={hasTried}
        onChange={(output, draft) => setDrafts((drafted) => ({ ...drafted, [output]: draft }))}
      />
    </form>
  );
}
