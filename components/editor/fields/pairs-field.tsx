"use client";
import { Plus, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { JsonValue } from "#graph/json";
import { Button } from "#components/ui/button";
import { IconButton } from "#components/ui/icon-button";
import { TextInput } from "#components/ui/text-input";
import type { FieldProps } from "./field-props.ts";
import { type Pair, pairsIn, recordOf } from "./pairs.ts";

/** Texts under names, as headers and queries have them. A row without a name does not count yet. */
export function PairsField({ field, value, onChange, control, isReadOnly }: FieldProps) {
  const list = useRef<HTMLOListElement>(null);
  const wantsFocus = useRef(false);
  const [draft, setDraft] = useState<readonly Pair[] | null>(null);
  const kept = pairsIn(value);
  // Rows that are being written stay, unless the value was changed elsewhere, as by undo.
  const isCurrent = draft !== null && JSON.stringify(recordOf(draft)) === JSON.stringify(recordOf(kept));
  const rows = isCurrent ? draft : kept;
  useEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    list.current?.querySelector<HTMLInputElement>("li:last-child input")?.focus();
  });
  const repeated = rows.find(({ name }, at) => name !== "" && rows.findIndex((row) => row.name === name) < at);

  function change(next: readonly Pair[]) {
    setDraft(next);
    onChange(recordOf(next) as JsonValue);
  }

  return (
    <div
      id={control.id}
      role="group"
      aria-label={field.title}
      aria-describedby={control["aria-describedby"]}
      tabIndex={-1}
      className="grid min-w-0 gap-1.5"
    >
      {rows.length > 0 && (
        <ol ref={list} className="grid gap-1">
          {rows.map(({ name, value: text }, at) => {
            const write = (changed: Partial<Pair>) =>
              change(rows.map((row, index) => (index === at ? { ...row, ...changed } : row)));
            return (
              // Rows have no identity but their place.
              // oxlint-disable-next-line react/no-array-index-key
              <li key={at} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-center gap-1">
                <TextInput
                  inputSize="sm"
                  aria-label={`Name ${at + 1}`}
                  placeholder="name"
                  className="mono"
                  spellCheck={false}
                  maxLength={200}
                  disabled={isReadOnly}
                  value={name}
                  onChange={(event) => write({ name: event.target.value })}
                />
                <TextInput
                  inputSize="sm"
                  aria-label={`Value of ${name || `row ${at + 1}`}`}
                  placeholder="value"
                  className="mono"
                  spellCheck={false}
                  maxLength={8_192}
                  disabled={isReadOnly}
                  value={text}
                  onChange={(event) => write({ value: event.target.value })}
                />
                {!isReadOnly && (
                  <IconButton
                    icon={X}
                    size="sm"
                    label={`Remove ${name || `row ${at + 1}`}`}
                    onClick={() => change(rows.filter((_, index) => index !== at))}
                  />
                )}
              </li>
            );
          })}
        </ol>
      )}
      {repeated && (
        <p role="status" className="text-2xs text-warn">
          “{repeated.name}” is there twice; the last one counts.
        </p>
      )}
      {isReadOnly && rows.length === 0 && <span className="text-2xs text-3">None</span>}
      {!isReadOnly && (
        <Button
          size="sm"
          icon={Plus}
          className="justify-self-start"
          onClick={() => {
            wantsFocus.current = true;
            setDraft([...rows, { name: "", value: "" }]);
          }}
        >
          Add<span className="sr-only"> to {field.title}</span>
        </Button>
      )}
    </div>
  );
}
