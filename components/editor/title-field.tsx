"use client";
import { useEffect, useRef } from "react";
import { MAX_TITLE_CHARACTERS } from "#graph/limits";
import { titleSchema } from "#graph/schema";
import { showToast } from "../ui/toast-store.ts";

/** A title edited where it stands. Enter and leaving keep it; Esc, and what can be no title, give null. */
export function TitleField({
  value,
  label,
  onDone,
}: {
  value: string;
  label: string;
  onDone: (title: string | null) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  function finish(typed: string | null) {
    if (isDone.current) return;
    isDone.current = true;
    const title = typed?.trim() || null;
    const refusal = title === null ? undefined : titleSchema.safeParse(title).error;
    if (refusal) {
      const description = `A title ${refusal.issues[0]!.message}.`;
      showToast({ tone: "failed", title: `“${value}” keeps its title`, description });
    }
    onDone(refusal ? null : title);
  }
  return (
    <input
      ref={input}
      aria-label={label}
      className="title-field nodrag nopan"
      defaultValue={value}
      maxLength={MAX_TITLE_CHARACTERS}
      onBlur={(event) => finish(event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") finish(event.currentTarget.value);
        if (event.key === "Escape") finish(null);
        if (event.key === "Enter" || event.key === "Escape") {
          event.currentTarget.closest<HTMLElement>("[data-node-id]")?.focus({ preventScroll: true });
        }
      }}
    />
  );
}
