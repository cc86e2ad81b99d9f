"use client";
import { useId } from "react";
import { classes } from "./classes.ts";

export type ControlProps = {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
};

/**
 * A label over a control, with a hint or an error below it.
 * The control is given as a function, so that label, description and validity are tied to it: `{(control) => <TextInput {...control} />}`.
 */
export function Field({
  label,
  hint,
  error,
  isInline = false,
  children,
}: {
  label: React.ReactNode;
  hint?: React.ReactNode;
  error?: string | null | undefined;
  /** Label at the left, 96 px wide: forms in panels. */
  isInline?: boolean;
  children: (control: ControlProps) => React.ReactNode;
}) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? hint;
  return (
    <div className={isInline ? "grid grid-cols-[96px_minmax(0,1fr)] items-center gap-x-2 gap-y-1" : "grid gap-1"}>
      <label htmlFor={id} className={isInline ? "text-xs text-2" : "font-medium"}>
        {label}
      </label>
      {children({ id, "aria-describedby": note ? noteId : undefined, "aria-invalid": error ? true : undefined })}
      {note && (
        <p
          id={noteId}
          role={error ? "alert" : undefined}
          className={classes("text-xs", error ? "text-danger" : "text-3", isInline && "col-start-2")}
        >
          {note}
        </p>
      )}
    </div>
  );
}
