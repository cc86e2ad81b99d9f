"use client";
import { useState } from "react";
import { namesIn } from "./name-list.ts";
import type { FieldProps } from "./field-props.ts";

/** One name on each line. */
export function LabelsText({ value, onChange, control, isReadOnly }: FieldProps) {
  const names = Array.isArray(value) ? value.map(String) : [];
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <textarea
      {...control}
      spellCheck={false}
      disabled={isReadOnly}
      placeholder="One on each line"
      value={draft ?? names.join("\n")}
      className="block max-h-80 min-h-14 w-full min-w-0 resize-y rounded-2 border border-control bg-node px-2 py-1.5 text-xs leading-normal text-1 field-sizing-content disabled:opacity-50 aria-invalid:border-danger"
      onChange={(event) => {
        setDraft(event.target.value);
        onChange(namesIn(event.target.value));
      }}
      onBlur={() => setDraft(null)}
    />
  );
}
