"use client";
import { useEffect, useRef } from "react";

/** A title edited where it stands. Enter and leaving keep it, Esc gives null. */
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
  function finish(title: string | null) {
    if (isDone.current) return;
    isDone.current = true;
    onDone(title);
  }
  return (
    <input
      ref={input}
      aria-label={label}
      className="title-field nodrag nopan"
      defaultValue={value}
      maxLength={200}
      onBlur={(event) => finish(event.currentTarget.value.trim() || null)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") finish(event.currentTarget.value.trim() || null);
        if (event.key === "Escape") finish(null);
        if (event.key === "Enter" || event.key === "Escape") {
          event.currentTarget.closest<HTMLElement>("[data-node-id]")?.focus({ preventScroll: true });
        }
      }}
    />
  );
}
